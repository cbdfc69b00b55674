import { ActionIcon, Button, CopyButton, Group, Tooltip } from '@mantine/core';
import { IconCheck, IconChevronLeft, IconCopy, IconUserOff } from '@tabler/icons-react';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useGo } from '../../address';
import { PageLink } from '../../address/PageLink';
import { at, ProblemError } from '../../api/client';
import { useReport } from '../../api/report';
import { EmptyState } from '../../parts/EmptyState';
import { nameOf } from '../../parts/customer';
import { ErrorState } from '../../parts/ErrorState';
import { FindingSkeleton } from '../../parts/FindingSkeleton';
import { Page } from '../../parts/Page';
import { ChartSkeleton, TableSkeleton } from '../../parts/Skeletons';
import { Consents } from './consents/Consents';
import classes from './Customer.module.css';
import { Identities } from './Identities';
import { Messages } from './Messages';
import { Metrics } from './Metrics';
import { Outlook } from './Outlook';
import type { Customer } from './shapes';
import { Standing } from './Standing';
import { StageStrip } from './StageStrip';
import { Timeline } from './Timeline';
import { Traits } from './Traits';

export default function CustomerPage() {
  const { t } = useTranslation('customers');
  const { customerId = '' } = useParams({ strict: false }) as { customerId?: string };
  const customer = useReport(at('/api/customers/{customer_id}', { customer_id: customerId }));
  // The customer before stays on the screen while the next one loads, but never under the next one's name.
  const shown = customer.isPlaceholderData ? undefined : customer.data;
  const isUnknown = customer.error instanceof ProblemError && customer.error.status === 404;

  if (isUnknown) return <Unknown />;
  return (
    <Page
      title={shown ? nameOf(shown, t('frame:customer.anonymous')).name : customer.isError ? customerId : '\u00a0'}
      back={<Back />}
      finding={shown ? <Standing customer={shown} /> : !customer.isError && <FindingSkeleton />}
      actions={shown && <Id id={shown.customer_id} />}
    >
      {customer.isError && <ErrorState error={customer.error} onRetry={() => void customer.refetch()} />}
      {shown && <Parts customer={shown} />}
      {!shown && !customer.isError && (
        <>
          <ChartSkeleton height={132} />
          <TableSkeleton rows={10} />
        </>
      )}
    </Page>
  );
}

function Parts({ customer }: { customer: Customer }) {
  return (
    <>
      <StageStrip stays={customer.stays} />
      <Metrics metrics={customer.metrics} />
      <div className={classes.columns}>
        <div className={classes.side}>
          <Messages customerId={customer.customer_id} />
          <Timeline customerId={customer.customer_id} />
        </div>
        <div className={classes.side}>
          <Outlook customerId={customer.customer_id} />
          <Traits traits={customer.traits} />
          <Consents customerId={customer.customer_id} />
          <Identities identities={customer.identities} merges={customer.merges} customerId={customer.customer_id} />
        </div>
      </div>
    </>
  );
}

function Back() {
  const { t } = useTranslation('customers');
  return (
    <PageLink to="/customers" className={classes.back}>
      <IconChevronLeft size={15} aria-hidden />
      {t('one.back')}
    </PageLink>
  );
}

function Id({ id }: { id: string }) {
  const { t } = useTranslation('customers');
  return (
    <Group gap={4} wrap="nowrap" className={classes.id}>
      <code>{id}</code>
      <CopyButton value={id}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? t('one.copied') : t('one.copyId')}>
            <ActionIcon variant="subtle" color="gray" onClick={copy} aria-label={copied ? t('one.copied') : t('one.copyId')}>
              {copied ? <IconCheck size={15} /> : <IconCopy size={15} />}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </Group>
  );
}

function Unknown() {
  const { t } = useTranslation('customers');
  const go = useGo();
  return (
    <Page title={t('title')} back={<Back />}>
      <EmptyState
        icon={IconUserOff}
        title={t('one.notFound')}
        text={t('one.notFoundText')}
        action={<Button onClick={() => go('/customers')}>{t('one.back')}</Button>}
      />
    </Page>
  );
}
