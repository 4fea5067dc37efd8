import { examine, type Finding } from '@gatehouse/deployment/doctor';
import { Command } from 'commander';
import { wholeNumber } from '../arguments.js';
import { operatorEnvironment } from '../operator.js';
import type { Terminal } from '../terminal.js';

const MARKS = { good: ['green', 'good'], warn: ['yellow', 'look'], bad: ['red', 'bad'], off: ['dim', 'off'] } as const;

/** `gatehouse doctor`: what is wrong, and what to do about it. */
export const doctorCommand = (terminal: Terminal): Command =>
  new Command('doctor')
    .description(
      'Checks settings, database, migrations, broker, providers, the sender’s domain and clock, and says how to fix what is wrong',
    )
    .option('--send <recipient>', 'send a test message by each provider to this email address or phone number')
    .option('--wait <seconds>', 'how long to wait for the providers to report whether it arrived', wholeNumber, 60)
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Nothing is changed, and no message is sent without --send. The exit code is 1 when something is bad.

Examples:
  $ gatehouse doctor
  $ gatehouse doctor --send ada@example.com --wait 120
  $ gatehouse doctor --json | jq '.[] | select(.state == "bad")'`,
    )
    .action(async ({ json, send, wait }: { json?: boolean; send?: string; wait: number }) => {
      const onWait = (text: string) => terminal.errors.write(`${text}\n`);
      const sending = send === undefined ? {} : { send, followSeconds: wait, onWait };
      const findings = await examine(await operatorEnvironment(terminal), sending);
      terminal.answer(
        json,
        findings,
        findings.flatMap((finding) => linesOf(finding, terminal.style)),
      );
      if (findings.some(({ state }) => state === 'bad')) terminal.exitCode = 1;
    });

function linesOf({ subject, state, found, advice }: Finding, style: Terminal['style']): string[] {
  const [colour, word] = MARKS[state];
  const line = `${style(colour, word.padEnd(4))}  ${subject.padEnd(14)}  ${found}`;
  return advice === undefined ? [line] : [line, `${' '.repeat(22)}${advice}`];
}
