import { setTimeout as pause } from 'node:timers/promises';
import {
  changeAddress,
  changePassword,
  changeProfile,
  erase,
  refresh,
  refreshFromTwoTabs,
  resetPassword,
  signIn,
  signOut,
  verifyPhone,
} from './living.ts';
import { newPerson, type Person, type World } from './person.ts';
import { activate, activateWithResend, comeLate, guess, signUp, signUpAgain, signUpTwice } from './signing-up.ts';

type Step = (person: Person, world: World) => Promise<unknown>;

/** What people do with an account, each so many times of a hundred. */
const CHAPTERS: readonly (readonly [number, Step])[] = [
  [15, changeProfile],
  [20, refresh],
  [15, refreshFromTwoTabs],
  [10, resetPassword],
  [10, changePassword],
  [8, (person, world) => changeAddress(person, world, false)],
  [7, (person, world) => changeAddress(person, world, true)],
  [7, verifyPhone],
  [8, signUpAgain],
];
const MOST_CHAPTERS = 4;
const LATE_MS = 190_000;

/** One person, from the first form to the last. */
export async function live(world: World): Promise<void> {
  const { random } = world;
  const person = newPerson();
  if (!(await signUp(person, world))) return;
  if (!(await beActive(person, world))) return;
  if (!(await signIn(person, world))) return;
  for (let left = Math.floor(random() * MOST_CHAPTERS); left > 0 && world.hasTime(15_000); left--) {
    await chapter(random())(person, world);
    await pause(random() * 200);
    if (random() < 0.3 && !(await signIn(person, world))) return;
  }
  const end = random();
  if (end < 0.25) await erase(person, world);
  else if (end < 0.5) await signOut(person, world);
}

async function beActive(person: Person, world: World): Promise<boolean> {
  const kind = world.random();
  if (kind < 0.06 && world.hasTime(LATE_MS)) {
    await comeLate(person, world);
    return false;
  }
  if (kind < 0.1) {
    await guess(person, world);
    return false;
  }
  if (kind < 0.14) {
    await world.mailbox.next(person.email, 0, 90_000);
    await erase(person, world);
    return false;
  }
  if (kind < 0.24 && world.hasTime(14_000)) return activateWithResend(person, world);
  if (kind < 0.32 && world.hasTime(14_000)) return signUpTwice(person, world);
  return activate(person, world);
}

function chapter(at: number): Step {
  let place = at * CHAPTERS.reduce((sum, [times]) => sum + times, 0);
  for (const [times, step] of CHAPTERS) {
    place -= times;
    if (place < 0) return step;
  }
  return refresh;
}
