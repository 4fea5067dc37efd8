import { jest } from '@jest/globals';

// These tests run real processes, sockets and databases; a busy machine may fail one for its slowness alone. It is tried
// once more, and the first failure is printed, so that it is seen and not hidden.
jest.retryTimes(1, { logErrorsBeforeRetry: true });
