import { Button } from '@mantine/core';
import { IconMapCheck } from '@tabler/icons-react';
import { Trans, useTranslation } from 'react-i18next';
import { useAddress, useGo } from '../../address';
import { useScope } from '../../address/period';
import type { ConformanceReport } from '../../api/conformance';
import { useReason } from '../../api/reasons';
import { useReport } from '../../api/report';
import { useFormats } from '../../format';
import { EmptyState } from '../../parts/EmptyState';
import { ErrorState } from '../../parts/ErrorState';
import { Figure } from '../../parts/Figure';
import { FigureGrid } from '../../parts/FigureGrid';
import { Page } from '../../parts/Page';
import { PeriodPicker, Pickers, SegmentPicker, VersusPicker } from '../../parts/pickers';
import { TableSkeleton, TileSkeletons } from '../../parts/Skeletons';
import { Choices } from './Choices';
import { Details } from './Details';
import { Deviations } from './Deviations';
import { useDeviationName } from './useNames';
import { Walks } from './Walks';

/** The designed map against the walks that customers took. */
export default function MapCheckPage() {
  const { t } = useTranslation('conformance');
  const go = useGo();
  const reason = useReason();
  const { params } = useScope();
  const [address, change] = useAddress();
  const asked = { ...params, who: address.who === 'began' ? ('began' as const) : undefined, limit: address.limit };
  const report = useReport('/api/conformance', asked, { isLive: false });
  const found = report.data;
  return (
    <Page
      title={t('title')}
      finding={found && !found.unavailable ? <Finding report={found} /> : undefined}
      pickers={<Pickers><PeriodPicker /><VersusPicker /><SegmentPicker /></Pickers>}
    >
      <Choices address={address} onChange={(changes) => change(changes)} />
      {report.isError && <ErrorState error={report.error} onRetry={() => void report.refetch()} />}
      {report.isPending && <><TileSkeletons count={4} height={92} /><TableSkeleton rows={8} /></>}
      {found?.unavailable && <EmptyState icon={IconMapCheck} title={t('empty')} text={`${reason(found.unavailable)} ${t('emptyNext')}`} action={<Button onClick={() => go('/data')}>{t('emptyAction')}</Button>} />}
      {found && !found.unavailable && (
        <>
          <FigureGrid>
            <Figure label={t('figure.keep')} figure={found.keep} />
            <Figure label={t('figure.fitness')} figure={found.fitness} />
            <Figure label={t('figure.customers')} figure={found.customers} isNeutral />
            <Figure label={t('figure.value')} figure={found.deviating_value_micros} isNeutral />
          </FigureGrid>
          <Deviations report={found} isStale={report.isPlaceholderData} onOpen={(id) => change({ deviation: id })} />
          <Walks report={found} isStale={report.isPlaceholderData} />
          <Details report={found} id={address.deviation} params={asked} onClose={() => change({ deviation: undefined })} />
        </>
      )}
    </Page>
  );
}

/** How many took only drawn moves; and where most stand still, turn back or leave, which the map may draw all the same. */
function Finding({ report }: { report: ConformanceReport }) {
  const { t } = useTranslation('conformance');
  const format = useFormats();
  const name = useDeviationName();
  const customers = report.customers.value ?? 0;
  const others = Math.round(customers * (1 - (report.keep.value ?? 0)));
  const values = { share: format.share(report.keep.value ?? 0), others: format.count(others), customers: format.count(customers) };
  const most = report.deviations[0];
  const kept = others === 0 ? 'all' : (report.keep.value ?? 0) > 0.99 ? 'allBut' : 'share';
  return (
    <>
      <Trans t={t} i18nKey={`finding.${kept}`} values={values} count={kept === 'allBut' ? others : customers} components={{ b: <b /> }} />
      {' '}
      {most && <Trans t={t} i18nKey="finding.most" values={{ deviation: name(most), deviating: format.count(most.customers.value ?? 0) }} count={most.customers.value ?? 0} components={{ b: <b /> }} />}
    </>
  );
}
