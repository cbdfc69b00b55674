import { useMemo } from 'react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useAddress } from '../../../address';
import { api, at } from '../../../api/client';
import { useReport } from '../../../api/report';
import { useFormats } from '../../../format';
import { ErrorState } from '../../../parts/ErrorState';
import { Deliveries } from '../../../parts/outcome/Deliveries';
import { Identity } from '../../../parts/outcome/Identity';
import { Panel } from '../../../parts/Panel';
import { SidePanel } from '../../../parts/SidePanel';
import { ChartSkeleton } from '../../../parts/Skeletons';
import { Canvas } from '../canvas/Canvas';
import { draftOf } from '../document';
import type { Journey } from '../shapes';
import { Entries } from './Entries';
import { messagesOf } from './figures';
import { RunFigures } from './RunFigures';
import { StepTable } from './StepTable';

/** The document of the version that runs; the newest one may not have been launched. */
function useRunning(journey: Journey) {
  const { name, state, version } = journey;
  const isNewest = state === null || state.version === version;
  const versions = useReport(at('/api/journeys/{name}/versions', { name }), {}, { isEnabled: !isNewest, isLive: false });
  const yaml = versions.data?.find((each) => each.version === state?.version)?.yaml;
  const read = useQuery({
    queryKey: ['/api/journeys/check', 'yaml', yaml],
    queryFn: () => api.post('/api/journeys/check', { yaml }),
    enabled: !isNewest && yaml !== undefined,
    staleTime: Infinity,
  });
  const document = isNewest ? journey.document : read.data?.document;
  return useMemo(() => (document ? draftOf(document) : null), [document]);
}

/** What happens to those who came in: on every step, to every message, and to each of them. */
export function RunView({ journey }: { journey: Journey }) {
  const { t } = useTranslation('journeys');
  const format = useFormats();
  const [address, change] = useAddress();
  const draft = useRunning(journey);
  const report = useReport(at('/api/journeys/{name}/counts', { name: journey.name }));
  const counts = report.data;
  const steps = useMemo(() => new Map(counts?.steps.map((step) => [step.step, step])), [counts]);
  const said = useMemo(() => counts && messagesOf(counts), [counts]);
  if (report.isError && !counts) return <ErrorState error={report.error} onRetry={() => void report.refetch()} />;
  if (!counts || !said || !draft) return <ChartSkeleton height={560} />;
  const openMessages = (status?: string, reason?: string) => change({ messages: status ?? 'all', reason });
  return (
    <>
      <RunFigures journey={journey} counts={counts} />
      <Canvas draft={draft} label={t('run.canvas', { title: journey.title })} selected={address.step} onSelect={(step) => change({ step }, { replace: true })} counts={steps} entries={counts.entries} />
      <Panel
        title={said.entries === 0 ? t('run.noMessages') : t('run.messages', { count: said.entries, messages: format.count(said.entries), sent: format.count(said.sent) })}
        text={t('run.messagesText')}
      >
        <Identity counts={said} onOpen={openMessages} />
      </Panel>
      <StepTable draft={draft} counts={counts} onStep={(step) => change({ step })} />
      <Entries name={journey.name} draft={draft} step={draft.steps.some((step) => step.id === address.step) ? address.step : undefined} onAll={() => change({ step: undefined })} />
      <SidePanel isOpen={address.messages !== undefined} onClose={() => change({ messages: undefined, reason: undefined })} title={t('run.whyNot')} size={760}>
        {address.messages && (
          <Deliveries
            label={t('run.whyNot')} of={{ origin: 'journey', name: journey.name }} reason={address.reason}
            status={address.messages === 'all' ? undefined : address.messages} onStatus={(status) => change({ messages: status ?? 'all', reason: undefined })}
          />
        )}
      </SidePanel>
    </>
  );
}
