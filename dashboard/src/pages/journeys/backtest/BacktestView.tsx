import { Button, Group, Progress, Text, TextInput } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAddress } from '../../../address';
import { api, at } from '../../../api/client';
import type { Shape } from '../../../api/contract';
import { EmptyState } from '../../../parts/EmptyState';
import { ErrorState } from '../../../parts/ErrorState';
import { Panel } from '../../../parts/Panel';
import { plainOf, type Draft } from '../document';
import classes from '../Run.module.css';
import type { Journey } from '../shapes';
import { BacktestShown } from './BacktestShown';

export type Backtest = Shape<'BacktestResult'>;

const DAY_MS = 86_400_000;
const dayText = (instant: number) => new Date(instant).toISOString().slice(0, 10);

/** The server takes the day after the last one; now, where the last one is not over. */
function endOf(to: string): string | null {
  return to >= dayText(Date.now()) ? null : dayText(Date.parse(to) + DAY_MS);
}

/** What the draft would have done on recorded history. Sends nothing. */
export function BacktestView({ journey, draft, isChanged }: { journey: Journey; draft: Draft; isChanged: boolean }) {
  const { t } = useTranslation('journeys');
  const [address, change] = useAddress();
  const from = address.from ?? dayText(Date.now() - 28 * DAY_MS);
  const to = address.to ?? dayText(Date.now());
  const [done, setDone] = useState(0);
  const stop = useRef<AbortController | null>(null);
  const run = useMutation({
    mutationFn: () => {
      stop.current = new AbortController();
      setDone(0);
      return api.told(at('/api/journeys/{name}/backtest', { name: journey.name }), { from, to: endOf(to), document: plainOf(draft) }, setDone, stop.current.signal);
    },
  });
  const isStopped = run.error instanceof DOMException;
  return (
    <>
      <Panel title={t('backtest.title')} text={t(isChanged ? 'backtest.textDraft' : 'backtest.text')}>
        <form className={classes.form} onSubmit={(event) => { event.preventDefault(); run.mutate(); }}>
          <TextInput type="date" label={t('backtest.from')} value={from} max={to} required onChange={(event) => change({ from: event.currentTarget.value }, { replace: true })} />
          <TextInput type="date" label={t('backtest.to')} value={to} min={from} required onChange={(event) => change({ to: event.currentTarget.value }, { replace: true })} />
          {[28, 90, 365].map((days) => (
            <Button key={days} variant="subtle" onClick={() => change({ from: dayText(Date.parse(to) - days * DAY_MS) }, { replace: true })}>{t('backtest.days', { count: days })}</Button>
          ))}
          <Button type="submit" leftSection={<IconHistory size={15} />} loading={run.isPending}>{t('backtest.run')}</Button>
        </form>
        {run.isPending && (
          <Group mt="md" gap="sm" wrap="nowrap">
            <Progress.Root size="md" style={{ flex: 1 }}><Progress.Section value={done * 100} aria-label={t('backtest.progress', { percent: Math.round(done * 100) })} /></Progress.Root>
            <Text size="sm" className="tabular" aria-live="polite">{`${Math.round(done * 100)}%`}</Text>
            <Button size="xs" variant="default" onClick={() => stop.current?.abort()}>{t('backtest.stop')}</Button>
          </Group>
        )}
      </Panel>
      {run.isError && !isStopped && <ErrorState error={run.error} onRetry={() => run.mutate()} />}
      {run.data && !run.isPending && <BacktestShown result={run.data} draft={draft} />}
      {!run.data && !run.isPending && (!run.isError || isStopped) && <EmptyState icon={IconHistory} title={t(isStopped ? 'backtest.stopped' : 'backtest.empty')} text={t('backtest.emptyText')} action={<Button variant="default" onClick={() => run.mutate()}>{t('backtest.run')}</Button>} />}
    </>
  );
}
