import { useParams } from '@tanstack/react-router';
import { IconChevronLeft, IconRouteOff } from '@tabler/icons-react';
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useGo } from '../../address';
import { PageLink } from '../../address/PageLink';
import { at, ProblemError } from '../../api/client';
import { useReport } from '../../api/report';
import { EmptyState } from '../../parts/EmptyState';
import { ErrorState } from '../../parts/ErrorState';
import { FindingSkeleton } from '../../parts/FindingSkeleton';
import { Page } from '../../parts/Page';
import { ChartSkeleton } from '../../parts/Skeletons';
import classes from './Journeys.module.css';
import { Workbench } from './Workbench';

/** One journey: drawn, written, tried on history, watched while it runs. */
export default function JourneyPage() {
  const { t } = useTranslation('journeys');
  const go = useGo();
  const { name = '' } = useParams({ strict: false }) as { name?: string };
  const journey = useReport(at('/api/journeys/{name}', { name }));
  const shown = journey.isPlaceholderData && journey.data?.name !== name ? undefined : journey.data;
  if (shown) return <Workbench key={shown.name} journey={shown} />;
  const isUnknown = journey.error instanceof ProblemError && journey.error.status === 404;
  return (
    <Page title={name} back={<BackToJourneys />} finding={!journey.isError && <FindingSkeleton />}>
      {isUnknown && (
        <EmptyState
          icon={IconRouteOff} title={t('one.notFound')} text={t('one.notFoundText')}
          action={<Button onClick={() => go('/journeys')}>{t('one.back')}</Button>}
        />
      )}
      {journey.isError && !isUnknown && <ErrorState error={journey.error} onRetry={() => void journey.refetch()} />}
      {!journey.isError && <ChartSkeleton height={560} />}
    </Page>
  );
}

export function BackToJourneys() {
  const { t } = useTranslation('journeys');
  return <PageLink to="/journeys" className={classes.back}><IconChevronLeft size={15} aria-hidden />{t('one.back')}</PageLink>;
}
