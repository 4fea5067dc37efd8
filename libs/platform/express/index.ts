export { BASE_PATH } from './answers.js';
export { CallerNetwork } from './caller-network.js';
export { type ApplicationsOfOrigins, anyOrigin, crossOrigin } from './cross-origin.js';
export { REQUEST_ID, setDeadline, uploadOf } from './http-call.js';
export { COMMON_HEADERS, commonHeaders, observeRequests, transportHeaders } from './middleware.js';
export { faultHandler, mountOperations, notFound, takeApplicationsFromQueries } from './mount-operations.js';
export type { Surroundings } from './route-handler.js';
