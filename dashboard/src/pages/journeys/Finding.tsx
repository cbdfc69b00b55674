import { Trans, useTranslation } from 'react-i18next';
import { at } from '../../api/client';
import { useReport } from '../../api/report';
import { useFormats } from '../../format';
import { goalRate } from './run/figures';
import type { Journey } from './shapes';
import type { Checked } from './useCheck';

/** The journey in one sentence: what it did so far, or what it needs before it can. */
export function Finding({ journey, check, isChanged }: { journey: Journey; check: Checked; isChanged: boolean }) {
  const { t } = useTranslation('journeys');
  const format = useFormats();
  const counts = useReport(at('/api/journeys/{name}/counts', { name: journey.name }), {}, { isEnabled: journey.state !== null }).data;
  const { state } = journey;
  if (check.problems.length > 0) return <Trans t={t} i18nKey="finding.problems" count={check.problems.length} components={{ b: <b /> }} />;
  if (!state) return <>{t(isChanged ? 'finding.draftChanged' : 'finding.draft')}</>;
  if (!counts) return <>{'\u00a0'}</>;
  const rate = goalRate(counts);
  const key = state.status === 'running' ? 'finding.running' : state.status === 'paused' ? 'finding.paused' : 'finding.stopped';
  if (counts.entries === 0) return <>{t(state.status === 'running' ? 'finding.nobody' : 'finding.nobodyStopped', { date: format.dateTime(state.launched_at) })}</>;
  return (
    <Trans
      t={t} i18nKey={key} count={counts.entries} components={{ b: <b /> }}
      values={{
        date: format.dateTime(state.launched_at), entries: format.count(counts.entries), inside: format.count(counts.inside),
        goals: format.count(counts.goals), rate: rate === null ? '–' : format.share(rate),
      }}
    />
  );
}
