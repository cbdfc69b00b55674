import { Button } from '@mantine/core';
import { IconChevronLeft, IconSpeakerphone } from '@tabler/icons-react';
import { useParams } from '@tanstack/react-router';
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
import { CampaignDesk } from './CampaignDesk';
import classes from './Campaigns.module.css';

/** One campaign: written, launched, and what became of every message. */
export default function CampaignPage() {
  const { t } = useTranslation('campaigns');
  const go = useGo();
  const { name = '' } = useParams({ strict: false }) as { name?: string };
  const campaign = useReport(at('/api/campaigns/{name}', { name }));
  const shown = campaign.data?.name === name ? campaign.data : undefined;
  if (shown) return <CampaignDesk key={shown.name} campaign={shown} />;
  const isUnknown = campaign.error instanceof ProblemError && campaign.error.status === 404;
  return (
    <Page title={name} back={<BackToCampaigns />} finding={!campaign.isError && <FindingSkeleton />}>
      {isUnknown && <EmptyState icon={IconSpeakerphone} title={t('one.notFound')} text={t('one.notFoundText')} action={<Button onClick={() => go('/campaigns')}>{t('one.back')}</Button>} />}
      {campaign.isError && !isUnknown && <ErrorState error={campaign.error} onRetry={() => void campaign.refetch()} />}
      {!campaign.isError && <ChartSkeleton height={420} />}
    </Page>
  );
}

export function BackToCampaigns() {
  const { t } = useTranslation('campaigns');
  return <PageLink to="/campaigns" className={classes.back}><IconChevronLeft size={15} aria-hidden />{t('one.back')}</PageLink>;
}
