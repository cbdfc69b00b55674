import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { at } from '../../api/client';
import { useReport } from '../../api/report';
import { useFormats } from '../../format';
import { ErrorState } from '../../parts/ErrorState';
import { MailFrame } from '../../parts/MailFrame';
import { ChartSkeleton } from '../../parts/Skeletons';
import classes from './Mailbox.module.css';
import { signerOf } from './signer';

const PARTS = ['html', 'text', 'headers'] as const;

/** One mail: as its reader sees it, as text, or as it came. Its links work, and count as clicks. */
export function OpenMail({ number }: { number: number }) {
  const { t } = useTranslation('mailbox');
  const format = useFormats();
  const [part, setPart] = useState<(typeof PARTS)[number]>('html');
  const read = useReport(at('/api/mailbox/{number}', { number: String(number) }), {}, { isLive: false });
  const mail = read.data?.number === number ? read.data : undefined;
  if (read.isError) return <ErrorState error={read.error} onRetry={() => void read.refetch()} />;
  if (!mail) return <ChartSkeleton height={560} />;
  const signer = signerOf(mail.headers as [string, string][]);
  const shown = part === 'html' && !mail.frame ? 'text' : part;
  return (
    <div className={classes.mail}>
      <h3 className={classes.subject}>{mail.subject}</h3>
      <dl className={classes.envelope}>
        <dt>{t('from')}</dt><dd>{mail.sender}</dd>
        <dt>{t('column.to')}</dt><dd>{mail.to}</dd>
        <dt>{t('column.taken')}</dt><dd>{format.dateTime(mail.taken_at)}</dd>
        <dt>{t('signed.name')}</dt><dd>{signer ? t('signed.by', signer) : t('signed.not')}</dd>
      </dl>
      <SegmentedControl
        size="xs" aria-label={t('part')} value={shown} onChange={(next) => setPart(next as typeof part)}
        data={PARTS.map((each) => ({ value: each, label: t(`parts.${each}`), disabled: each === 'html' && !mail.frame }))}
      />
      {shown === 'html' && <div className={classes.stage}><MailFrame src={mail.frame!} title={mail.subject} hasLinks /></div>}
      {shown === 'text' && <pre className={classes.plain} tabIndex={0}>{mail.text}</pre>}
      {shown === 'headers' && <pre className={classes.plain} tabIndex={0}>{mail.headers.map(([name, value]) => `${String(name)}: ${String(value)}`).join('\n')}</pre>}
    </div>
  );
}
