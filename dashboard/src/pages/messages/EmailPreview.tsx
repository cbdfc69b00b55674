import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../format';
import { kilobytes } from './document';
import classes from './Messages.module.css';

/** Gmail cuts a mail off here. */
const CLIPPED_BYTES = 102 * 1024;

/** A mail as it is opened. The frame runs no scripts, opens nothing and sends no form. */
export function EmailPreview({ content, width, size }: { content: Record<string, unknown>; width: 'desktop' | 'phone'; size: number }) {
  const { t } = useTranslation('messages');
  const format = useFormats();
  const [part, setPart] = useState<'html' | 'text'>('html');
  const html = String(content.html ?? '');
  const shownPart = html ? part : 'text';
  return (
    <>
      <div className={classes.envelope}>
        <div><b>{String(content.subject ?? '')}</b></div>
        <div className={classes.quiet}>{String(content.preheader ?? '')}</div>
      </div>
      <div className={classes.stage}>
        {shownPart === 'html'
          ? <iframe className={classes.frame} data-width={width} sandbox="" referrerPolicy="no-referrer" title={t('preview.mail')} srcDoc={html} />
          : <pre className={classes.plain} tabIndex={0}>{String(content.text ?? '')}</pre>}
      </div>
      <div style={{ display: 'flex', justifyContent: 'space-between', alignItems: 'center', marginTop: 8, gap: 12 }}>
        <SegmentedControl size="xs" aria-label={t('preview.part')} value={shownPart} onChange={(next) => setPart(next as 'html' | 'text')} data={[{ value: 'html', label: t('preview.html'), disabled: !html }, { value: 'text', label: t('preview.text') }]} />
        <span className={size > CLIPPED_BYTES ? classes.warning : classes.quiet}>{t(size > CLIPPED_BYTES ? 'preview.tooHeavy' : 'preview.weight', { size: format.count(kilobytes(size)) })}</span>
      </div>
    </>
  );
}
