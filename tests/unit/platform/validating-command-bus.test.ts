import { Command, type CommandContext, err, type FieldError, type Refusal, type Result } from '@gatehouse/kernel';
import { fieldErrors, ValidatingCommandBus } from '@gatehouse/platform/validation';
import { IsOptional, IsString, ValidateNested } from 'class-validator';
import { slowdownTo } from '../../support/processor-time.js';

class Address {
  @IsString()
  street!: string;

  @IsString()
  town!: string;
}

class Move extends Command<Result<null, Refusal>> {
  @IsString()
  who!: string;

  @IsString({ each: true })
  things!: string[];

  @IsOptional()
  @ValidateNested({ context: { of: Address } })
  to?: Address;
}

const context: CommandContext = { application: 'default', network: null, requestId: 'one' };

describe('the rules of a handler', () => {
  let asked: unknown[] = [];
  const busOf = (faults: readonly FieldError[] = []) =>
    new ValidatingCommandBus(
      { execute: <R>() => Promise.resolve(err({ code: 'validation-failed', errors: faults }) as R) },
      {
        faultsIn: (fields) => {
          asked.push({ ...fields });
          return Promise.resolve(faults);
        },
      },
    );
  const run = async (fields: object, faults?: readonly FieldError[]) => {
    const result = await busOf(faults).execute(Object.assign(new Move(), fields), context);
    const { code, errors = [] } = result.ok ? { code: 'ok' } : result.error;
    return [code, ...errors.map((error) => `${error.pointer} ${error.code}`)];
  };
  const fault = (pointer: string) => ({ pointer, code: 'wrong', message: 'Is wrong' });
  beforeEach(() => {
    asked = [];
  });

  it('are asked about those fields alone whose shape is right', async () => {
    await run({ who: 7, things: ['a'], to: { street: 'x', town: 7 }, 'a/b~c': 1 });
    expect(asked).toEqual([{ things: ['a'], to: { street: 'x' } }]);
  });

  it('add to the faults of shape, in the order of the class, and say nothing twice', async () => {
    const faults = [fault('/to/street'), fault('/things/10'), fault('/things/2'), fault('/who')];
    expect(await run({ things: ['a'], to: { street: 'x', town: 7 } }, faults)).toEqual([
      'validation-failed',
      '/who field-required',
      '/things/2 wrong',
      '/things/10 wrong',
      '/to/town text-expected',
      '/to/street wrong',
    ]);
  });

  it('come in the same order when the shape is right', async () => {
    expect(await run({ who: 'ada', things: [] }, [fault('/things/0'), fault('/who')])).toEqual([
      'validation-failed',
      '/who wrong',
      '/things/0 wrong',
    ]);
    expect(asked).toEqual([]);
  });

  it('are told at a cost in proportion to the number of faults', () => {
    const faulty = (names: number) => {
      const fields = Object.fromEntries(Array.from({ length: names }, (_, at) => [`f${at}`, 1]));
      return () => fieldErrors(Object.assign(new Move(), fields));
    };
    expect(slowdownTo(faulty(500))(faulty(4_000), 30)).toBeLessThan(30);
  });
});
