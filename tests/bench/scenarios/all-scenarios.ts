import { backlog } from '../bus/backlog.ts';
import { commands } from '../bus/commands.ts';
import { events } from '../bus/events.ts';
import { activations } from '../hashing/activations.ts';
import { signUps, signUpsCompiled } from '../hashing/sign-ups.ts';
import { signUpsEarly, signUpsEarlyCompiled } from '../hashing/sign-ups-early.ts';
import { large } from '../large/large.ts';
import { pages } from '../pages/pages.ts';
import { peers } from '../peers/peers.ts';
import { processes } from '../processes/processes.ts';
import { providerFaults } from '../providers/provider-faults.ts';
import type { Scenario } from '../scenario.ts';
import { costs } from './costs.ts';
import { crowds } from './crowds.ts';
import { enumeration } from './enumeration.ts';
import { enumerationImported } from './enumeration-imported.ts';
import { eventLog } from './event-log.ts';
import { filesOfASignUp } from './files-of-a-sign-up.ts';
import { importing } from './import.ts';
import { latency } from './latency.ts';
import { memory } from './memory.ts';
import { overload } from './overload.ts';
import { profileReads } from './profile-reads.ts';
import { readsUnderSignUps } from './reads-under-sign-ups.ts';
import { startUp } from './start-up.ts';
import { steadyReads } from './steady-reads.ts';
import { traces } from './traces.ts';

/** In the order in which they run: what starts before what loads, and memory after it. */
export const ALL_SCENARIOS: readonly Scenario[] = [
  startUp,
  signUps,
  profileReads,
  latency,
  readsUnderSignUps,
  steadyReads,
  memory,
  activations,
  pages,
  ...enumeration,
  enumerationImported,
  // After those whose reads and sizes it would change.
  importing,
  signUpsCompiled,
  large,
  eventLog,
  costs,
  commands,
  events,
  backlog,
  providerFaults,
  overload,
  crowds,
  traces,
  signUpsEarly,
  signUpsEarlyCompiled,
  processes,
  peers,
  filesOfASignUp,
];
