import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useStageTitle } from '../../api/maps';
import { useMessageTitle, useSavedSegmentTitle } from '../../api/titles';
import { useSaid } from '../../parts/conditions';
import { kindOf, waysOf, type Draft, type Entry, type EventMatch, type Kind, type Step } from './document';
import { lengthWords, readSchedule } from '../../parts/fields/lengths';

export interface Words {
  kind: (kind: Kind) => string;
  /** What a step does, in a few words: `Reminder`, `1 day`. */
  summary: (step: Step) => string;
  trigger: (entry: Entry) => string;
  event: (match: EventMatch) => string;
  /** What a way is for; nothing where there is only one. */
  way: (step: Step, way: string) => string | undefined;
  length: (text: string | undefined) => string;
}

const NONE: Step[] = [];

/** The canvas's words in the operator's language; the same object until what it names changes. Conditions are told where their steps are given. */
export function useWords(steps: Step[] = NONE): Words {
  const { t, i18n } = useTranslation(['journeys', 'fields']);
  const stageTitle = useStageTitle();
  const stages = stageTitle('reach');
  const messageTitle = useMessageTitle();
  const segmentTitle = useSavedSegmentTitle();
  const said = useSaid(steps.flatMap((step) => step.branch?.map((arm) => arm.when) ?? []));
  return useMemo(() => {
    const length = (text: string | undefined) => lengthWords(text, i18n.language);
    const event = (match: EventMatch) => (match.where ? t('words.eventWhere', { event: match.event || '?', where: match.where }) : match.event || '?');
    return { kind: (kind) => t(`kind.${kind}`), length, event, summary, trigger, way };

    function summary(step: Step): string {
      switch (kindOf(step)) {
        case 'message': return messageTitle(step.message ?? '') || t('words.chooseMessage');
        case 'webhook': return messageTitle(step.webhook ?? '') || t('words.chooseMessage');
        case 'wait': return length(step.wait);
        case 'wait_until': {
          const { time, weekday } = step.wait_until!;
          return weekday ? t('words.untilDay', { day: t(`fields:weekday.${weekday}`), time: time || '?' }) : t('words.until', { time: time || '?' });
        }
        case 'wait_best_hour': return t('words.bestHour', { length: length(step.wait_best_hour!.at_most) });
        case 'wait_for': return t('words.waitFor', { event: event(step.wait_for!), length: length(step.wait_for!.at_most) });
        case 'branch': return t('words.branch', { count: (step.branch?.length ?? 0) + 1 });
        case 'split': return (step.split ?? []).map((share) => `${Number(share.percent.toFixed(2))}%`).join(' · ');
        case 'set_trait': return t('words.setTrait', { key: step.set_trait!.key || '?', value: String(step.set_trait!.value) });
        case 'emit': return step.emit!.event || '?';
        case 'exit': return t('words.exit');
      }
    }

    function trigger(entry: Entry): string {
      if (entry.segment_entered !== undefined) return t('words.segmentEntered', { segment: segmentTitle(entry.segment_entered) || '?' });
      if (entry.segment_left !== undefined) return t('words.segmentLeft', { segment: segmentTitle(entry.segment_left) || '?' });
      if (entry.stage_entered !== undefined) return t('words.stageEntered', { stage: entry.stage_entered ? stageTitle(entry.stage_entered) : '?' });
      if (entry.schedule !== undefined) return schedule(entry.schedule);
      if (entry.api) return t('words.api');
      return event({ event: entry.event ?? '', where: entry.where });
    }

    function schedule(text: string): string {
      const { every, on, time } = readSchedule(text);
      if (every === 'week') return t('schedule.week', { day: t(`fields:weekday.${on}`), time });
      if (every === 'month') return t('schedule.month', { day: on, time });
      return t('schedule.day', { time });
    }

    function way(step: Step, id: string): string | undefined {
      const [name, place] = id.split(':');
      if (name === 'arm') return said(step.branch?.[Number(place)]?.when ?? '') || t('words.noCondition');
      if (name === 'share') return `${Number((step.split?.[Number(place)]?.percent ?? 0).toFixed(2))}%`;
      return name === 'next' || waysOf(step).length < 2 ? undefined : t(`way.${name as 'then' | 'on_timeout' | 'else'}`);
    }
    // The stages' names come later than the page; the first of them stands for all.
  }, [t, i18n.language, stages, messageTitle, segmentTitle, said]);
}

/** A step as lists name it: `Message: Reminder`; with its id where another is called the same. */
export function stepNames(draft: Draft, words: Words): Map<string, string> {
  const called = new Map(draft.steps.map((step) => [step.id, `${words.kind(kindOf(step))}: ${words.summary(step)}`]));
  const all = [...called.values()];
  return new Map([...called].map(([id, name]) => [id, all.filter((each) => each === name).length > 1 ? `${name} · ${id}` : name]));
}

export function stepOptions(draft: Draft, words: Words, end: string, but?: string): { value: string; label: string }[] {
  const steps = [...stepNames(draft, words)].filter(([id]) => id !== but);
  return [...steps.map(([value, label]) => ({ value, label })), { value: 'end', label: end }];
}
