import { otherRegistrations } from './both-proofs/other-registrations.js';
import { proofs } from './both-proofs/proofs.js';
import { races } from './both-proofs/races.js';
import { refusals } from './both-proofs/refusals.js';
import { signUp } from './both-proofs/sign-up.js';
import { BothProofsStage } from './both-proofs/stage.js';

describe('an application that requires a phone', () => {
  const stage = new BothProofsStage();

  beforeAll(() => stage.open());
  afterAll(() => stage.close());
  beforeEach(() => stage.begin());

  signUp(stage);
  proofs(stage);
  otherRegistrations(stage);
  refusals(stage);
  races(stage);
});
