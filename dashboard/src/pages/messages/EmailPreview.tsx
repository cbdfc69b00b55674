import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../format';
import { MailFrame } from '../../parts/MailFrame';
import { kilobytes } from './document';
import classes from './Messages.module.css';

/** Gmail cuts a mail off here. */
const CLIPPED_BYTES = 102 * 1024;

interface EmailPreviewProps { content: Record<string, unknown>; frame: string | null; width: 'desktop' | 'phone'; size: number }

/** A mail as it is opened: its subject as the inbox shows it, and below it the mail. */
export function EmailPreview({ content, frame, width, size }: EmailPreviewProps) {
  const { t } = useTranslation('messages');
  const format = useFormats();
  const [part, setPart] = useState<'html' | 'text'>('html');
  const shownPart = frame ? part : 'text';
  return (
    <>
      <div className={classes.envelope}>
        <div><b>{String(content.subject ?? '')}</b></div>
        <div className={classes.quiet}>{String(content.preheader ?? '')}</div>
      </div>
      <div className={classes.stage}>
        {shownPart === 'html'
          ? <MailFrame src={frame!} title={t('preview.mail')} width={width} />
          : <pre className={classes.plain} tabIndex={0}>{String(content.text ?? '')}</pre>}
      </div>
      <div style={{ display: 'flex', justifyContent: 'space-between', alignItems: 'center', marginTop: 8, gap: 12 }}>
        <SegmentedControl size="xs" aria-label={t('preview.part')} value={shownPart} onChange={(next) => setPart(next as 'html' | 'text')} data={[{ value: 'html', label: t('preview.html'), disabled: !frame }, { value: 'text', label: t('preview.text') }]} />
        <span className={size > CLIPPED_BYTES ? classes.warning : classes.quiet}>{t(size > CLIPPED_BYTES ? 'preview.tooHeavy' : 'preview.weight', { size: format.count(kilobytes(size)) })}</span>
      </div>
    </>
  );
}
