import { fieldErrors } from '@gatehouse/platform/validation';
import { getMetadataStorage, IsString, MaxLength } from 'class-validator';

const pointersOf = (subject: object) => fieldErrors(subject).map(({ pointer, code }) => `${pointer} ${code}`);
const lookUp = (shape: new () => object) => getMetadataStorage().getTargetValidationMetadatas(shape, '', false, false);

describe('what the decorators of a class say', () => {
  class Named {
    @IsString()
    name?: string;
  }

  it('is looked up once', () => {
    expect(lookUp(Named)).toBe(lookUp(Named));
    expect(lookUp(Named)).toHaveLength(1);
  });

  it('holds for a class that extends another after an object of that one was checked', () => {
    expect(pointersOf(Object.assign(new Named(), { name: 7 }))).toEqual(['/name text-expected']);

    class Titled extends Named {
      @MaxLength(3)
      title?: string;
    }
    expect(pointersOf(Object.assign(new Titled(), { name: 7, title: 'Doctor' }))).toEqual([
      '/title text-too-long',
      '/name text-expected',
    ]);
    expect(pointersOf(Object.assign(new Named(), { name: 'Ada' }))).toEqual([]);
  });

  it('is what the library says for groups of decorators', () => {
    class Grouped {
      @IsString({ groups: ['strict'] })
      name?: string;
    }
    const within = (groups: string[]) =>
      getMetadataStorage().getTargetValidationMetadatas(Grouped, '', false, false, groups);
    expect([within(['strict']).length, within(['other']).length]).toEqual([1, 0]);
  });
});
