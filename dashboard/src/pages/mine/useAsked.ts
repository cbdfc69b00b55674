import { useTranslation } from 'react-i18next';
import { FIRST_PRESET, isPreset, spanOf } from '../../address/period';
import { useStageTitle } from '../../api/maps';
import { TIMELESS, type SavedReport } from '../../api/saved';
import { formats, useFormats } from '../../format';

/** What a saved report asks, in a line: the page, the period and whatever else was chosen. */
export function useAsked(): (report: SavedReport) => string {
  const { t } = useTranslation(['saved', 'frame', 'retention']);
  const stageTitle = useStageTitle();
  const { locale, currency, list } = useFormats();
  const dates = formats(locale, currency, 'UTC'); // calendar dates are in no zone
  return ({ page, ask }) => {
    const period = ask.period ?? FIRST_PRESET;
    const span = spanOf(period);
    const { period: _period, ...rest } = ask;
    const say = (key: string, value: string) => {
      if (key === 'view') return t(`retention:view.${value}`, { defaultValue: value });
      if (key === 'model' && page === 'predictions') return t(`saved:model.${value}`, { defaultValue: value });
      if (key === 'segment') return value.startsWith('stage:') ? stageTitle(value.slice(6)) : value.replace(/^\w+:/, '');
      if (key === 'versus') return value === 'year' ? t('saved:asked.year') : t('saved:asked.versus', { value });
      const days = /^(\d+) days?$/.exec(value)?.[1];
      if (days) return t([`saved:key.${key}`, 'saved:asked.other'], { key, value: t('saved:asked.days', { count: Number(days) }) });
      return t([`saved:key.${key}`, 'saved:asked.other'], { key, value: value.replaceAll('~', ' → ') });
    };
    const others = Object.entries(rest).map(([key, value]) => say(key, value));
    const when = isPreset(period) ? t(`frame:period.${period}`) : span ? dates.span(span.start, span.end) : period;
    return list([t(`saved:page.${page}`), ...(TIMELESS.has(page) ? [] : [when]), ...others].map((each) => each.slice(0, 80))).replaceAll(/, and | and /g, ', ');
  };
}
