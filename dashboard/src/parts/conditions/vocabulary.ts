import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Shape } from '../../api/contract';
import { useReport } from '../../api/report';
import { useStageTitle } from '../../api/maps';
import { useSegmentTitle } from '../../api/segments';
import type { Plain } from './tree';

export type Fields = Shape<'SegmentFields'>;
export interface Choice { value: string; label: string }

/** Words that conditions can be made of here, with values seen; empty lists until they have come. */
export interface Vocabulary {
  events: Choice[];
  traits: string[];
  context: string[];
  metrics: Choice[];
  stages: Choice[];
  rfm: Choice[];
  segments: Choice[];
  topics: Choice[];
  /** Fields of an event: its properties, what every event has, and its context. */
  fieldsOf: (event: string | null) => string[];
  /** Values that were seen of a field of customers (trait.x, context.x) or of an event's field. */
  seen: (name: string, event?: string | null) => Plain[];
}

const OF_EVERY_EVENT = ['revenue', 'currency', 'order_id'];
/** What an event is about, itself or in the lines of an order: for conditions alone. */
export const OF_PRODUCTS = ['product', 'product.category'];
const NAMES_OF_PRODUCTS = ['name', 'product_id', 'sku'];
export const CHANNELS = ['email', 'sms', 'push', 'web_push', 'whatsapp', 'messenger', 'in_app'] as const;

export function useVocabulary(): Vocabulary {
  const { t, i18n } = useTranslation('conditions');
  const fields = useReport('/api/segments/fields', {}, { isLive: false }).data;
  const topics = useReport('/api/topics', {}, { isLive: false }).data;
  const stageTitle = useStageTitle();
  const rfmTitle = useSegmentTitle();
  return useMemo(() => {
    const events = fields?.seen.events ?? [];
    const context = fields?.seen.context ?? [];
    const one = (event: string | null) => events.filter((each) => event === null || each.name === event);
    const fieldsOf = (event: string | null) => {
      const own = one(event).flatMap((each) => each.properties.map((property) => `properties.${property.name}`));
      return [...new Set([...own, ...OF_EVERY_EVENT, ...context.map((each) => `context.${each.name}`)])];
    };
    const seen = (name: string, event: string | null = null): Plain[] => {
      if (name === 'context.weekday') return [];
      const [root, ...rest] = name.split('.');
      const key = rest.join('.');
      if (root === 'trait') return fields?.seen.traits.find((each) => each.name === key)?.values ?? [];
      if (root === 'context') return context.find((each) => each.name === key)?.values ?? [];
      if (root === 'product') return productValues(events, key);
      if (root !== 'properties') return [];
      return one(event).flatMap((each) => each.properties.find((property) => property.name === key)?.values ?? []);
    };
    return {
      events: events.map((each) => ({ value: each.name, label: each.name })),
      traits: (fields?.seen.traits ?? []).map((each) => each.name),
      context: [...context.map((each) => each.name), 'hour', 'weekday'],
      metrics: (fields?.metrics ?? []).map((name) => ({ value: name, label: t(`metric.${name}`, { defaultValue: name }) })),
      stages: (fields?.stages ?? []).map((stage) => ({ value: stage.id, label: stageTitle(stage.id, stage.title) })),
      rfm: (fields?.rfm ?? []).map((each) => ({ value: each.id, label: rfmTitle(each.id, each.title) })),
      segments: (fields?.segments ?? []).map((each) => ({ value: each.id, label: each.titles[i18n.language] ?? each.title })),
      topics: (topics?.topics ?? []).filter((topic) => topic.kind === 'marketing').map((topic) => ({ value: topic.id, label: topic.titles[i18n.language] ?? topic.title })),
      fieldsOf,
      seen,
    };
  }, [fields, topics, t, stageTitle(null), stageTitle('reach')]);
}

/** Values that any event names of its product: an order names them in its lines, which are not looked through. */
function productValues(events: Fields['seen']['events'], key: string): Plain[] {
  const keys = key ? [key] : NAMES_OF_PRODUCTS;
  const about = events.filter((each) => each.properties.some((property) => property.name === 'product_id' || property.name === 'sku'));
  return [...new Set(keys.flatMap((name) => about.flatMap((each) => each.properties.find((property) => property.name === name)?.values ?? [])))];
}
