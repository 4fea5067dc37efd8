import { MOST_FIELD_ERRORS } from '@gatehouse/kernel';
import type { JsonSchema } from './open-api.js';

const fieldError: JsonSchema = {
  type: 'object',
  required: ['pointer', 'code', 'message'],
  properties: {
    pointer: { type: 'string', description: 'JSON Pointer (RFC 6901) into the request, such as `/email`' },
    code: { type: 'string', description: 'Stable: programs may rely on it, as `field-required` or `text-too-long`' },
    message: { type: 'string', description: 'For people' },
  },
};

/** RFC 9457, with this service's extensions. */
export const problemSchema: JsonSchema = {
  type: 'object',
  description: 'Why a request was refused (RFC 9457)',
  required: ['type', 'title', 'status', 'code', 'requestId'],
  properties: {
    type: { type: 'string', format: 'uri-reference', description: '`/problems/` and the code' },
    title: {
      type: 'string',
      description: 'Human-readable, in the language of `Content-Language`; the same for every problem with this code',
    },
    status: { type: 'integer', minimum: 400, maximum: 599, description: 'The HTTP status' },
    code: { type: 'string', description: 'Stable: programs may rely on it' },
    detail: { type: 'string', description: 'For people; what is wrong with this request' },
    requestId: { type: 'string', description: 'Identifies this request in the service’s logs' },
    errors: {
      type: 'array',
      items: fieldError,
      maxItems: MOST_FIELD_ERRORS,
      description: `What is wrong with each field: at most ${MOST_FIELD_ERRORS} errors`,
    },
  },
};
