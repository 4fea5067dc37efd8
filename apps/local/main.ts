// The first file that runs, maybe on a Node that is too old for everything else: it imports nothing before it knows.
const OLDEST_NODE = 24;

if (Number.parseInt(process.versions.node, 10) < OLDEST_NODE) {
  process.stderr.write(
    `Gatehouse needs Node ${OLDEST_NODE} or newer, and this is Node ${process.versions.node}: use npm start, which runs the one that npm ci has installed\n`,
  );
  process.exit(1);
}

const { runProcess } = await import('@gatehouse/platform/process');
const { startHouse } = await import('./start-house.js');

// Each process may take its 10 s to drain, one after the other, and the database comes last.
runProcess({ name: 'gatehouse', start: startHouse, stopWithinSeconds: 60 });

export {};
