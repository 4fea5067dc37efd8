import type { BodyClass } from '../edge/index.js';
import { classSchema } from './class-schema.js';
import type { JsonSchema } from './open-api.js';

/** The schema of what is sent for a command, complete in itself. */
export const commandSchema = (command: BodyClass): JsonSchema =>
  classSchema(command, {
    direction: 'request',
    nested: ({ name }) => {
      throw new Error(`${command.name} holds a ${name}, which a schema of its own cannot refer to`);
    },
  });
