import { Button, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { at } from '../../../api/client';
import { useReport } from '../../../api/report';
import { useFormats } from '../../../format';
import { calledIn, CustomerLink, wordsOf } from '../../../parts/customer';
import { ErrorState } from '../../../parts/ErrorState';
import { useOutcome } from '../../../parts/outcome/useOutcome';
import { Panel } from '../../../parts/Panel';
import { SidePanel } from '../../../parts/SidePanel';
import { DataTable, type Column } from '../../../parts/table';
import classes from '../Run.module.css';
import type { EntryShown } from '../shapes';
import { useWords } from '../useWords';
import { kindOf, type Draft } from '../document';
import { EntryStory } from './EntryStory';

const MOST = 100;

/** Who came in, newest first; a row tells one entry's whole way. */
export function Entries({ name, draft, step, onAll }: { name: string; draft: Draft; step: string | undefined; onAll: () => void }) {
  const { t } = useTranslation('journeys');
  const [before, setBefore] = useState<string | undefined>();
  const [open, setOpen] = useState<EntryShown | null>(null);
  const entries = useReport(at('/api/journeys/{name}/entries', { name }), { step, before, limit: MOST });
  const stepOf = useStepName(draft);
  const columns = useColumns(stepOf);
  const rows = entries.data;
  return (
    <Panel
      isFlush title={step ? t('entries.at', { step: stepOf(step) }) : t('entries.title')} text={t('entries.text')}
      actions={<>
        {step && <Button size="compact-xs" variant="subtle" onClick={onAll}>{t('entries.all')}</Button>}
        {before && <Button size="compact-xs" variant="subtle" onClick={() => setBefore(undefined)}>{t('entries.newest')}</Button>}
        {rows?.length === MOST && <Button size="compact-xs" variant="subtle" onClick={() => setBefore(rows.at(-1)?.entered_at)}>{t('entries.older')}</Button>}
      </>}
    >
      {entries.isError && <ErrorState error={entries.error} onRetry={() => void entries.refetch()} />}
      {!(entries.isError && !rows) && (
        <DataTable
          label={t('entries.title')} columns={columns} rows={rows} rowKey={(row) => row.entry_id} onRow={setOpen} isLoading={entries.isLoading} isStale={entries.isPlaceholderData} pageSize={20}
          empty={<Text p="md" size="sm" c="dimmed">{t(step ? 'entries.noneHere' : 'entries.none')}</Text>}
        />
      )}
      <SidePanel isOpen={open !== null} onClose={() => setOpen(null)} title={t('entries.why')} size={520}>
        {open && <EntryStory stepOf={stepOf} entry={rows?.find((row) => row.entry_id === open.entry_id) ?? open} />}
      </SidePanel>
    </Panel>
  );
}

/** What a step does, by its name; entries of other versions may stand at steps that are gone. */
function useStepName(draft: Draft): (step: string) => string {
  const words = useWords();
  return useMemo(() => {
    const names = new Map(draft.steps.map((step) => [step.id, `${words.kind(kindOf(step))}: ${words.summary(step)}`]));
    return (step: string) => names.get(step) ?? step;
  }, [draft, words]);
}

function useColumns(stepOf: (step: string) => string): Column<EntryShown>[] {
  const { t } = useTranslation('journeys');
  const format = useFormats();
  const outcome = useOutcome();
  return useMemo(() => [
    { key: 'customer', title: t('entries.customer'), value: wordsOf, cell: (row) => <CustomerLink customer={calledIn(row)} /> },
    { key: 'entered', title: t('entries.entered'), isSortable: true, value: (row) => row.entered_at, cell: (row) => <time className={classes.when} dateTime={row.entered_at}>{format.dateTime(row.entered_at)}</time> },
    { key: 'step', title: t('entries.stands'), value: (row) => row.end_reason ?? row.step, cell: (row) => (row.ended_at ? outcome.ended(row.end_reason ?? '') : stepOf(row.step)) },
    { key: 'goal', title: t('entries.goal'), isMinor: true, value: (row) => row.goal_at, cell: (row) => (row.goal_at ? format.dateTime(row.goal_at) : '–') },
    { key: 'messages', title: t('entries.messages'), isNumber: true, value: (row) => row.messages.length, cell: (row) => t('entries.sentOf', { sent: format.count(row.messages.filter((each) => each.status === 'sent').length), all: format.count(row.messages.length) }) },
    { key: 'version', title: t('entries.version'), isMinor: true, isNumber: true, value: (row) => row.version, cell: (row) => String(row.version) },
  ], [t, format, outcome, stepOf]);
}
