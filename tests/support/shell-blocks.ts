import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** What people copy from a page into a shell, block by block; indented ones in lists too. */
export const blocksOf = (markdown: string, language = 'sh'): string[] =>
  [...markdown.matchAll(new RegExp(`^( *)\`\`\`${language}\\n(.*?)^ *\`\`\`$`, 'gms'))].map(
    ([, indent = '', block = '']) => block.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  );

/** Runs a script as strictly as Bash can, in a session of its own: what asks for a password reads `input`, not a terminal. */
export async function runShell(
  script: string,
  { cwd, env, input = '' }: { readonly cwd: string; readonly env: NodeJS.ProcessEnv; readonly input?: string },
): Promise<{ readonly code: number | null; readonly out: string; readonly err: string }> {
  const child = spawn('bash', ['--norc', '-euo', 'pipefail', '-c', script], { cwd, env, detached: true });
  let [out, err] = ['', ''];
  child.stdout.on('data', (piece) => {
    out += piece;
  });
  child.stderr.on('data', (piece) => {
    err += piece;
  });
  child.stdin.end(input);
  const [code] = await once(child, 'close');
  return { code, out, err };
}
