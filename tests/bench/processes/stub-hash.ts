/** For `node --import`: whatever imports argon2 gets the stub beside this file. */
import { registerHooks } from 'node:module';

const STUB = new URL('./argon2-stub.ts', import.meta.url).href;
const ARGON2 = /\/node_modules\/argon2\/argon2\.(?:c|m)?js$/;

registerHooks({
  resolve(specifier, context, nextResolve) {
    const found = nextResolve(specifier, context);
    return ARGON2.test(found.url) ? nextResolve(STUB, context) : found;
  },
});
