import { Description, type PersonalRecords } from '@gatehouse/kernel';
import { type BodyClass, type Operation, ProblemError, tokenInvalid } from '@gatehouse/platform/edge';
import { IsArray, ValidateNested } from 'class-validator';
import type { FindAccountRecords } from '../../contract/queries/find-account-records.js';
import { AccountRecords } from '../../contract/read-models/account-records.js';
import { registrationProblems as problems } from '../problems.js';
import { exampleExport } from './example-export.js';

export const exportMyDataOperation = (find: FindAccountRecords, others: readonly PersonalRecords[]): Operation => ({
  method: 'get',
  path: '/v1/users/me/export',
  operationId: 'exportMyData',
  tag: 'Profile',
  summary: 'Export the signed-in person’s data',
  description:
    'Everything that the service stores about the person, as it is stored, latest first. It leaves out secrets of the service, such as hashes, and data about others, such as the network that a wrong password came from.',
  security: 'bearer',
  answers: {
    200: {
      description: 'What is held',
      schema: exportSchema(others),
      headers: { 'Content-Disposition': 'Makes browsers save it as a file' },
      example: exampleExport,
    },
  },
  problems: [problems['account-suspended']],
  handle: async ({ context: { application, actor } }) => {
    const person = actor ? { application, userId: actor.userId } : null;
    const records = person && (await find.execute(person));
    // A token outlives its account by minutes at most; it opens nothing any more.
    if (!records) throw tokenInvalid();
    if (records.account.state === 'suspended') throw new ProblemError(problems['account-suspended']);
    const found = await Promise.all(others.map(async (other) => [other.name, await other.find(person)] as const));
    return {
      status: 200,
      headers: { 'Content-Disposition': 'attachment; filename="account.json"' },
      body: { ...records, ...Object.fromEntries(found) },
    };
  },
});

/** The records of registration, and a list for each kind that another context keeps. */
function exportSchema(others: readonly PersonalRecords[]): BodyClass {
  class PersonalExport extends AccountRecords {}
  for (const { name, description, record } of others) {
    Description(description)(PersonalExport.prototype, name);
    IsArray()(PersonalExport.prototype, name);
    ValidateNested({ each: true, context: { of: record } })(PersonalExport.prototype, name);
  }
  Description('All stored data about a person')(PersonalExport);
  return PersonalExport;
}
