import type { Link } from '../deployment/link.ts';
import { type Begun, type FaultKind, oneOf, past, type Scene } from './fault-kind.ts';

const CONNECTIONS = 'connections that met it';
/** How the names of their links begin. */
const BETWEEN_BROKERS = 'brokers > ';

const anyLink = ({ deployment: { links }, random }: Scene): string => {
  const pair = oneOf(links.pairs, random);
  return oneOf(links.between(pair), random).name;
};

const anyPair = ({ deployment: { links }, random }: Scene): string => oneOf(links.pairs, random);

function linksOf({ deployment: { links } }: Scene, target: string): readonly Link[] {
  const named = links.all.filter(({ link }) => link.name === target).map(({ link }) => link);
  return named.length > 0 ? named : links.between(target);
}

/** Those that there are at its beginning, and one where there is none: it would have met it. */
function lasting(links: readonly Link[], worsen: (link: Link) => number): Begun {
  const injuries = links.reduce((sum, link) => sum + worsen(link), 0);
  return {
    injuries: Math.max(1, injuries),
    end: () => links.reduce((sum, link) => sum + link.heal(), 0),
  };
}

/**
 * Every packet is lost, and connections of before never learn that they have ended. Only brokers are told of those among them
 * afterwards: nats-server does not notice them before 2.9.16, while it sends (nats-server issue 4014).
 */
function silent(links: readonly Link[]): Begun {
  const { injuries, end } = lasting(links, (link) => link.silence());
  return {
    injuries,
    end: async () => {
      const healed = await end();
      for (const link of links) if (link.name.startsWith(BETWEEN_BROKERS)) link.resetLost();
      return healed;
    },
  };
}

/** Between any two parts. */
export const FAULTS_OF_NETWORK: readonly FaultKind[] = [
  {
    name: 'reset',
    says: 'every connection between two parts is reset',
    counts: 'connections reset',
    lasts: [0, 0],
    target: anyPair,
    begin: (scene, target) => past(linksOf(scene, target).reduce((sum, link) => sum + link.reset(), 0)),
  },
  {
    name: 'cut',
    says: 'connections between two parts are reset in the middle of their next answer, again and again',
    counts: 'answers cut',
    lasts: [500, 3_000],
    target: anyPair,
    begin: (scene, target) => {
      const links = linksOf(scene, target);
      for (const link of links) link.cutAnswers(() => Math.floor(scene.random() * 600));
      return { injuries: 0, end: () => links.reduce((sum, link) => sum + link.heal(), 0) };
    },
  },
  {
    name: 'stall',
    says: 'bytes between two parts are held back, and come later',
    counts: CONNECTIONS,
    lasts: [500, 6_000],
    target: anyPair,
    begin: (scene, target) => lasting(linksOf(scene, target), (link) => link.stall()),
  },
  {
    name: 'half-open',
    says: 'one process loses every packet to one other part; connections of before never learn that they have ended',
    counts: CONNECTIONS,
    lasts: [500, 6_000],
    target: anyLink,
    begin: (scene, target) => silent(linksOf(scene, target)),
  },
  {
    name: 'split',
    says: 'the same between all processes of two parts',
    counts: CONNECTIONS,
    lasts: [500, 5_000],
    target: anyPair,
    begin: (scene, target) => silent(linksOf(scene, target)),
  },
  {
    name: 'slow',
    says: 'every packet between two parts takes 50 to 400 ms longer',
    counts: CONNECTIONS,
    lasts: [1_000, 6_000],
    target: anyPair,
    begin: (scene, target) => {
      const ms = 50 + Math.floor(scene.random() * 350);
      return lasting(linksOf(scene, target), (link) => link.slow(ms));
    },
  },
];
