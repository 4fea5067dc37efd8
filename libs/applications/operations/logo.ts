import type { CommandBus } from '@gatehouse/kernel';
import { answerResult, commandFrom, type Operation } from '@gatehouse/platform/edge';
import { LOGO_TYPES } from '../contract/appearance.js';
import { MAX_LOGO_BYTES, RemoveLogo, SavedLogo, SetLogo } from '../contract/commands/logo.js';
import { namedIn } from './applications.js';
import { applicationsProblems as problems } from './problems.js';

const logo = {
  path: '/v1/admin/applications/{slug}/logo',
  params: { slug: 'The application’s slug' },
  tag: 'Administration',
  security: 'administration',
  scope: 'applications:write',
  problems: [problems['application-not-found']],
} as const;

export const logoOperations = (bus: CommandBus): readonly Operation[] => [
  {
    ...logo,
    method: 'put',
    operationId: 'setLogo',
    summary: 'Set the logo of an application',
    description:
      'The body is the image: PNG or WebP of 16 to 2,048 pixels, not animated, or SVG; at most 200 KiB. Its bytes say which, not `Content-Type`. Of an SVG, only shapes, gradients and text are kept; what was removed is in the response. Pages and mails show the new logo within two seconds. Mails show PNG logos only, because many mail programs show no others.',
    body: { bytesAs: LOGO_TYPES, limit: MAX_LOGO_BYTES },
    answers: {
      200: {
        description: 'The logo, as it is served',
        schema: SavedLogo,
        example: {
          path: '/a/shop/logo/4f1c9a52e0b7d6830c5e2f9b71a8d340',
          type: 'image/svg+xml',
          width: 240,
          height: 96,
          removed: ['script'],
        },
      },
    },
    handle: async ({ params, bytes, context, basePath }) => {
      const image = Buffer.from(bytes).toString('base64');
      const result = await bus.execute(commandFrom(SetLogo, { image }), namedIn(params, context));
      return answerResult(result, (saved) => ({ status: 200, body: { ...saved, path: `${basePath}${saved.path}` } }));
    },
  },
  {
    ...logo,
    method: 'delete',
    operationId: 'removeLogo',
    summary: 'Remove the logo of an application',
    answers: { 204: { description: 'The application has no logo' } },
    handle: async ({ params, context }) =>
      answerResult(await bus.execute(new RemoveLogo(), namedIn(params, context)), () => ({ status: 204 })),
  },
];
