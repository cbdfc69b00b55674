import type { Topic } from '../shapes';

export const LANGUAGES = ['ja', 'ko', 'fr', 'pl'] as const;

export function newTopic(): Topic {
  return { id: '', title: '', kind: 'marketing', consent: 'opt_in', text: '', titles: {}, texts: {}, channels: ['email'], confirm_message: '' };
}

/** The document of the topics: what is empty is left out, and a transactional topic asks for no consent. */
export function topicsDocument(topics: Topic[]): Record<string, unknown> {
  return { topics: topics.map(({ kind, consent, ...topic }) => filled({ ...topic, kind, ...(kind === 'marketing' ? { consent } : {}) })) };
}

function filled(topic: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(topic).flatMap(([key, value]) => {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      const words = Object.fromEntries(Object.entries(value).filter(([, text]) => text !== ''));
      return Object.keys(words).length ? [[key, words]] : [];
    }
    return value === '' && key !== 'id' ? [] : [[key, value]];
  }));
}
