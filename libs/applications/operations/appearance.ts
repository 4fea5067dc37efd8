import { Description, type QueryBus, queryWith } from '@gatehouse/kernel';
import { answerResult, entityTag, namesEntityTag, type Operation } from '@gatehouse/platform/edge';
import { IsOptional, IsString } from 'class-validator';
import { Appearance } from '../contract/appearance.js';
import { FindAppearance } from '../contract/queries/find-appearance.js';

class AppearanceParameters {
  @Description('Slug of the application, where no header `Gatehouse-Application` names it')
  @IsOptional()
  @IsString()
  application?: string;
}

const example = {
  application: 'shop',
  name: 'Shop',
  accentColor: '#0b6e4f',
  accentColors: {
    light: { accent: '#0b6e4f', onAccent: '#ffffff' },
    dark: { accent: '#4a9579', onAccent: '#0b1220' },
  },
  cornerRadius: 12,
  colorScheme: 'auto',
  logo: { path: '/a/shop/logo/4f1c9a52e0b7d6830c5e2f9b71a8d340', type: 'image/png', width: 240, height: 96 },
  termsUrl: 'https://shop.example/terms',
  privacyUrl: 'https://shop.example/privacy',
  supportEmail: 'help@shop.example',
} as const;

const headers = {
  ETag: 'Changes with the appearance',
  'Cache-Control': 'Public, for one minute',
  Vary: 'Gatehouse-Application',
};

export const readAppearanceOperation = (queries: QueryBus): Operation => ({
  method: 'get',
  path: '/v1/appearance',
  operationId: 'readAppearance',
  tag: 'Registration',
  summary: 'How the application looks',
  description:
    'For pages and components: needs no sign-in, may be cached, and can be read from any origin. The application is named by the header, or by the parameter `application`.',
  headers: { 'If-None-Match': 'The `ETag` of an earlier response: if nothing has changed, 304 without a body' },
  query: AppearanceParameters,
  applicationInQuery: true,
  isPublicDocument: true,
  answers: {
    200: { description: 'The appearance', schema: Appearance, headers, example },
    304: { description: 'Nothing has changed', headers },
  },
  problems: [],
  handle: async ({ context, headers: asked, basePath }) =>
    answerResult(await queries.ask(queryWith(FindAppearance, {}), context), ({ logo, ...found }) => {
      const body = { ...found, logo: logo && { ...logo, path: `${basePath}${logo.path}` } };
      const etag = entityTag(body);
      const sent = { ETag: etag, 'Cache-Control': 'public, max-age=60', Vary: 'Gatehouse-Application' };
      const isKnown = namesEntityTag(asked['if-none-match'], etag);
      return isKnown ? { status: 304, headers: sent } : { status: 200, headers: sent, body };
    }),
});
