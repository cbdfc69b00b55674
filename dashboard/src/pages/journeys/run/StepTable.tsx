import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../../format';
import { useOutcome } from '../../../parts/outcome/useOutcome';
import { Panel } from '../../../parts/Panel';
import { DataTable, type Column } from '../../../parts/table';
import { kindOf, type Draft, type Step } from '../document';
import classes from '../Run.module.css';
import type { JourneyCounts, StepCounts } from '../shapes';
import { useWords } from '../useWords';
import { failedOf, suppressedOf } from './figures';

interface Row { step: Step; counts: StepCounts | undefined }

/** The table behind the picture: entered = left + here, and of messages where each is. */
export function StepTable({ draft, counts, onStep }: { draft: Draft; counts: JourneyCounts; onStep: (step: string) => void }) {
  const { t } = useTranslation('journeys');
  const format = useFormats();
  const words = useWords();
  const outcome = useOutcome();
  const rows = useMemo<Row[]>(() => draft.steps.map((step) => ({ step, counts: counts.steps.find((each) => each.step === step.id) })), [draft, counts]);
  const columns = useMemo<Column<Row>[]>(() => {
    const number = (key: string, title: string, of: (row: Row) => number | null, isMinor = false): Column<Row> => ({
      key, title, isNumber: true, isMinor, value: of, cell: (row) => { const value = of(row); return value === null ? '–' : format.count(value); },
    });
    const said = (of: (messages: NonNullable<StepCounts['messages']>) => number) => (row: Row) => (row.counts?.messages ? of(row.counts.messages) : kindOf(row.step) === 'message' || kindOf(row.step) === 'webhook' ? 0 : null);
    return [
      { key: 'step', title: t('table.step'), cell: (row) => <>{words.kind(kindOf(row.step))}: {words.summary(row.step)}<span className={classes.kind}>{row.step.id}</span></>, value: (row) => row.step.id },
      number('entered', t('table.entered'), (row) => row.counts?.entered ?? 0),
      number('left', t('table.left'), (row) => row.counts?.left ?? 0, true),
      number('here', t('table.here'), (row) => row.counts?.here ?? 0),
      number('sent', outcome.status('sent'), said((messages) => messages.sent)),
      number('suppressed', outcome.status('suppressed'), said(suppressedOf)),
      number('waiting', outcome.status('waiting'), said((messages) => messages.waiting), true),
      number('failed', outcome.status('failed'), said(failedOf), true),
    ];
  }, [t, format, words, outcome]);
  return (
    <Panel isFlush title={t('table.title')}>
      <DataTable label={t('table.title')} columns={columns} rows={rows} rowKey={(row) => row.step.id} onRow={(row) => onStep(row.step.id)} hasFilter={false} />
    </Panel>
  );
}
