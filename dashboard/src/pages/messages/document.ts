/** A message's document as the editor changes it, and where a finding of the check belongs. */
import type { Shape } from '../../api/contract';

export type Message = Shape<'MessageShown'>;
export type Finding = Shape<'MessageFinding'>;
export type Preview = Shape<'PreviewShown'>;
export type PieceSpec = Shape<'PieceShown'>;

export type PieceValue = string | string[] | Record<string, string>;
export type Content = Record<string, PieceValue>;
export interface Coupon { prefix: string; length?: number }

export interface MessageDocument {
  message: string;
  title: string;
  channel: string;
  topic: string;
  default_language: string;
  missing: 'suppress' | 'fallback';
  coupon?: Coupon;
  languages: Record<string, Content>;
}

/** Stands in the address where a message is not saved yet; no name can hold a tilde. */
export const NEW = '~new';

export const CHANNELS = ['email', 'sms', 'push', 'web_push', 'in_app', 'whatsapp', 'messenger', 'webhook'] as const;
export type Channel = (typeof CHANNELS)[number];

/** What a new mail begins with, in the language it is written in. */
export interface FirstWords { hello: string; write: string; look: string; choose: string; leave: string }

const startingMjml = (words: FirstWords) => `<mjml>
  <mj-body background-color="#f3f6f5">
    <mj-section background-color="#ffffff" padding="24px">
      <mj-column>
        <mj-text font-size="22px" font-weight="600">${words.hello}</mj-text>
        <mj-text font-size="15px" line-height="1.6">${words.write}</mj-text>
        <mj-button background-color="#1B7F5C" href="https://example.com/">${words.look}</mj-button>
      </mj-column>
    </mj-section>
    <mj-section>
      <mj-column>
        <mj-text font-size="12px" color="#57635e" align="center">
          <a href="{{ preferences_url }}">${words.choose}</a> · <a href="{{ unsubscribe_url }}">${words.leave}</a><br />
          {{ brand.name }}{% if brand.postal_address != '' %}, {{ brand.postal_address }}{% endif %}
        </mj-text>
      </mj-column>
    </mj-section>
  </mj-body>
</mjml>
`;

/** Something to begin with, so that the preview shows from the start how the channel looks. */
const STARTING: Record<Exclude<Channel, 'email'>, Content> = {
  sms: { text: '' },
  push: { title: '', body: '' },
  web_push: { title: '', body: '' },
  in_app: { title: '', body: '' },
  whatsapp: { template: '' },
  messenger: { text: '' },
  webhook: { url: 'https://', method: 'POST', body: '{"customer_id": {{ customer.customer_id | json }}}' },
};

export function newDocument(channel: string, topic: string, title: string, name: string, language: string, words: FirstWords): MessageDocument {
  const known = (CHANNELS as readonly string[]).includes(channel) ? (channel as Channel) : 'email';
  const content = known === 'email' ? { subject: '', preheader: '', mjml: startingMjml(words) } : { ...STARTING[known] };
  return { message: name, title, channel: known, topic, default_language: language, missing: 'suppress', languages: { [language]: content } };
}

export function withPiece(document: MessageDocument, language: string, piece: string, value: PieceValue): MessageDocument {
  const isEmpty = typeof value === 'string' ? value === '' : Object.keys(value).length === 0;
  const { [piece]: _gone, ...rest } = document.languages[language] ?? {};
  // The order of the pieces stays while one is typed.
  const content = isEmpty ? rest : { ...document.languages[language], [piece]: value };
  return { ...document, languages: { ...document.languages, [language]: content } };
}

/** A new language begins as a copy of the default one, to be translated. */
export function withLanguage(document: MessageDocument, language: string): MessageDocument {
  return { ...document, languages: { ...document.languages, [language]: { ...document.languages[document.default_language] } } };
}

export function withoutLanguage(document: MessageDocument, language: string): MessageDocument {
  const { [language]: _gone, ...languages } = document.languages;
  const first = Object.keys(languages)[0];
  if (!first) return document;
  return { ...document, languages, default_language: document.default_language === language ? first : document.default_language };
}

/** `message.yaml:8  languages.en.mjml` -> en, mjml. A finding of the whole document has neither. */
export function placeOf(where: string | null | undefined): { language: string | null; piece: string | null; line: number | null } {
  const [file = '', path = ''] = (where ?? '').split(/\s{2,}/);
  const [root, language, piece] = path.split('.');
  const line = Number(/:(\d+)$/.exec(file)?.[1] ?? Number.NaN);
  if (root !== 'languages') return { language: null, piece: root ?? null, line: Number.isNaN(line) ? null : line };
  return { language: language ?? null, piece: piece?.replace(/\[.*$/, '') ?? null, line: Number.isNaN(line) ? null : line };
}

/** What is sent: empty lines of lists and empty texts are left out. */
export function toSend(document: MessageDocument): MessageDocument {
  const { coupon, ...rest } = document;
  return coupon?.prefix ? { ...rest, coupon } : rest;
}

/** How many characters a weight in bytes is, as people say it. */
export function kilobytes(bytes: number): number {
  return Math.round(bytes / 102.4) / 10;
}
