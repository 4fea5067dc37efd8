import { Description, type PersonalRecords, type QueryBus, queryWith } from '@gatehouse/kernel';
import { answerResult, type BodyClass, type Operation } from '@gatehouse/platform/edge';
import { IsArray, ValidateNested } from 'class-validator';
import { FindAccountRecords } from '../../contract/queries/own-account.js';
import { AccountRecords } from '../../contract/read-models/account-records.js';
import { registrationProblems as problems } from '../problems.js';
import { exampleExport } from './example-export.js';

export const exportMyDataOperation = (queries: QueryBus, others: readonly PersonalRecords[]): Operation => ({
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
  handle: async ({ context }) =>
    answerResult(await queries.ask(queryWith(FindAccountRecords, {}), context), (records) => ({
      status: 200,
      headers: { 'Content-Disposition': 'attachment; filename="account.json"' },
      body: records,
    })),
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
