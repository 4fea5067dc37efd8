import { jest } from '@jest/globals';

// Tests run real processes, sockets, databases and browsers; a busy machine may fail one for its slowness alone. A test
// is tried once more, and the first failure is printed, so that it is seen.
jest.retryTimes(1, { logErrorsBeforeRetry: true });
