import { Button } from '@mantine/core';
import { IconChartSankey } from '@tabler/icons-react';
import { Trans, useTranslation } from 'react-i18next';
import { useAddress, useGo } from '../../address';
import { useScope } from '../../address/period';
import type { PathsReport } from '../../api/paths';
import { useReason } from '../../api/reasons';
import { useReport } from '../../api/report';
import { useFormats } from '../../format';
import { EmptyState } from '../../parts/EmptyState';
import { ErrorState } from '../../parts/ErrorState';
import { Figure } from '../../parts/Figure';
import { FigureGrid } from '../../parts/FigureGrid';
import { Page } from '../../parts/Page';
import { Panel } from '../../parts/Panel';
import { PeriodPicker, Pickers, SegmentPicker, VersusPicker } from '../../parts/pickers';
import { ChartSkeleton, TileSkeletons } from '../../parts/Skeletons';
import { EARLIER, paramsOf } from './asked';
import { Choices } from './Choices';
import { Picture } from './Picture';
import { Following, Links } from './Tables';
import { widestWay } from './widest';

/** What sessions do after an event, or did before it. */
export default function PathsPage() {
  const { t } = useTranslation('paths');
  const go = useGo();
  const reason = useReason();
  const { params } = useScope();
  const [address, change] = useAddress();
  const asked = { ...params, ...paramsOf(address) };
  const report = useReport('/api/paths', asked, { isLive: false });
  const found = report.data;
  // How it was before is asked once the picture is there.
  const before = useReport('/api/paths', { ...asked, earlier: EARLIER }, { isLive: false, isEnabled: found !== undefined && !report.isPlaceholderData && !found.unavailable });
  const told = before.data && !before.isPlaceholderData ? before.data : found;
  const ask = (event: string) => change({ event });
  return (
    <Page
      title={t('title')}
      finding={found && !found.unavailable ? <Finding report={found} /> : undefined}
      pickers={<Pickers><PeriodPicker /><VersusPicker /><SegmentPicker /></Pickers>}
    >
      <Choices address={address} report={found} onChange={(changes) => change(changes)} />
      {report.isError && <ErrorState error={report.error} onRetry={() => void report.refetch()} />}
      {report.isPending && <><TileSkeletons count={3} height={92} /><ChartSkeleton height={360} /></>}
      {found?.unavailable && <EmptyState icon={IconChartSankey} title={t('empty')} text={`${reason(found.unavailable)} ${t('emptyNext')}`} action={<Button onClick={() => go('/data')}>{t('emptyAction')}</Button>} />}
      {found && !found.unavailable && (
        <>
          <FigureGrid>
            <Figure label={found.event ? t('figure.sessions', { event: found.event }) : t('figure.all')} figure={found.sessions} isNeutral />
            <Figure label={t(`figure.ended.${found.direction}`)} figure={found.ended} isNeutral />
            <Figure label={t('figure.looped')} figure={found.looped} isNeutral />
          </FigureGrid>
          <Panel title={<PictureTitle report={found} />} text={t(`picture.${found.direction}`)}>
            <Picture report={found} onEvent={ask} />
          </Panel>
          <Following report={told ?? found} isStale={report.isPlaceholderData} onEvent={ask} />
          <Links report={told ?? found} isStale={report.isPlaceholderData} />
        </>
      )}
    </Page>
  );
}

/** What fewer than this share do is no finding. */
const COMMON = 0.02;

/** The event that most often comes at a step. */
function mostAt(report: PathsReport, step: number) {
  return report.nodes.filter((node) => node.step === step && node.kind === 'event').sort((a, b) => b.sessions - a.sessions)[0];
}

function Finding({ report }: { report: PathsReport }) {
  const { t } = useTranslation('paths');
  const format = useFormats();
  const step = report.event ? 1 : 0;
  const most = mostAt(report, step);
  const values = { event: report.event ?? '', sessions: format.count(report.sessions.value ?? 0), ended: format.share(report.ended.value ?? 0) };
  if (!most) return <Trans t={t} i18nKey={`finding.nothing.${report.direction}`} values={values} components={{ b: <b /> }} />;
  const key = report.event ? 'event' : most.share < COMMON ? 'scattered' : 'sessions';
  return <Trans t={t} i18nKey={`finding.${key}.${report.direction}`} values={{ ...values, next: most.event ?? '', share: format.share(most.share, 0) }} components={{ b: <b /> }} />;
}

/** Names the widest way through the picture. */
function PictureTitle({ report }: { report: PathsReport }) {
  const { t } = useTranslation('paths');
  const format = useFormats();
  const first = mostAt(report, 0);
  if (first && !mostAt(report, 1)) return <>{t(`picture.nothing.${report.direction}`, { event: first.event })}</>;
  const way = widestWay(report);
  if (!way || way.sessions < COMMON * (report.sessions.value ?? 0)) return <>{t('picture.title')}</>;
  return <>{t(`picture.found.${report.direction}`, { event: way.event, next: way.next, share: format.share(way.share, 0) })}</>;
}
