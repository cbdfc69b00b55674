import { Alert } from '@mantine/core';
import { IconMailbox } from '@tabler/icons-react';
import { useMemo } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { useAddress } from '../../address';
import { PageLink } from '../../address/PageLink';
import type { Shape } from '../../api/contract';
import { useReport } from '../../api/report';
import { useFormats } from '../../format';
import { EmptyState } from '../../parts/EmptyState';
import { ErrorState } from '../../parts/ErrorState';
import { FindingSkeleton } from '../../parts/FindingSkeleton';
import { Page } from '../../parts/Page';
import { Panel } from '../../parts/Panel';
import { SidePanel } from '../../parts/SidePanel';
import { DataTable, type Column } from '../../parts/table';
import classes from './Mailbox.module.css';
import { OpenMail } from './OpenMail';

type Mail = Shape<'MailSummary'>;

/** What the demo's customers were sent: real mails over real SMTP, which leave this machine never. */
export default function MailboxPage() {
  const { t } = useTranslation('mailbox');
  const format = useFormats();
  const [address, change] = useAddress();
  const box = useReport('/api/mailbox', {});
  const columns = useColumns();
  const opened = Number.parseInt(address.mail ?? '', 10);
  const isEmpty = box.data?.mails.length === 0;
  const links = { journeys: <PageLink to="/journeys" />, b: <b /> };
  return (
    <Page
      title={t('title')}
      finding={box.data
        ? !isEmpty && <Trans t={t} i18nKey="finding" count={box.data.kept} values={{ mails: format.count(box.data.kept), at: format.ago(box.data.mails[0]!.taken_at) }} components={links} />
        : !box.isError && <FindingSkeleton />}
    >
      {box.isError && <ErrorState error={box.error} onRetry={() => void box.refetch()} />}
      {isEmpty && <EmptyState icon={IconMailbox} title={t('empty.title')} text={<Trans t={t} i18nKey="empty.text" components={links} />} />}
      {!isEmpty && !(box.isError && !box.data) && (
        <>
          <Alert color="gray" p="sm">{t('onlyHere')}</Alert>
          <Panel isFlush>
            <DataTable
              label={t('title')} columns={columns} rows={box.data?.mails} rowKey={(row) => String(row.number)} isLoading={box.isLoading}
              onRow={(row) => change({ mail: String(row.number) })}
            />
          </Panel>
        </>
      )}
      <SidePanel isOpen={!Number.isNaN(opened)} onClose={() => change({ mail: undefined })} title={t('opened')} size={680}>
        {!Number.isNaN(opened) && <OpenMail number={opened} />}
      </SidePanel>
    </Page>
  );
}

function useColumns(): Column<Mail>[] {
  const { t } = useTranslation('mailbox');
  const format = useFormats();
  return useMemo(() => [
    { key: 'subject', title: t('column.subject'), cell: (row) => <div className={classes.name}><b>{row.subject}</b><span className={classes.quiet}>{row.to}</span></div>, value: (row) => `${row.subject} ${row.to}` },
    { key: 'taken', title: t('column.taken'), cell: (row) => <span className={classes.quiet} title={format.dateTime(row.taken_at)}>{format.ago(row.taken_at)}</span>, value: (row) => row.taken_at },
  ], [t, format]);
}
