import type { MailLook } from '../../../libs/notification/domain/message/message.js';

/** Of an application that has set nothing. */
export const plainLook: MailLook = {
  colorScheme: 'auto',
  accentColors: {
    light: { accent: '#1d4ed8', onAccent: '#ffffff' },
    dark: { accent: '#8aa4ea', onAccent: '#0b1220' },
  },
  cornerRadius: 10,
  logo: null,
  termsUrl: null,
  privacyUrl: null,
  supportEmail: null,
};
