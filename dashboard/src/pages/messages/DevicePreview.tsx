import { useTranslation } from 'react-i18next';
import { useAccount } from '../../api/session';
import classes from './Messages.module.css';

interface DevicePreviewProps { channel: 'push' | 'web_push' | 'in_app'; content: Record<string, unknown>; frame: string | null }

/** A notice on a phone, in a browser's corner, or on one's own page. */
export function DevicePreview({ channel, content, frame }: DevicePreviewProps) {
  const { t } = useTranslation('messages');
  const account = useAccount().data;
  const text = (name: string) => (typeof content[name] === 'string' ? (content[name] as string) : '');
  const notice = (
    <div className={classes.notice}>
      {channel !== 'in_app' && <div className={classes.from}><span>{account?.name}</span><span>{t('preview.now')}</span></div>}
      <div><b>{text('title')}</b></div>
      <div style={{ whiteSpace: 'pre-wrap' }}>{text('body')}</div>
      {frame && <iframe className={classes.picture} src={frame} title={t('piece.image')} sandbox="" referrerPolicy="no-referrer" />}
      {channel === 'in_app' && text('button') && <span className={classes.cta}>{text('button')}</span>}
      {text('link') && <div className={classes.quiet} style={{ marginTop: 6 }}>{text('link')}</div>}
    </div>
  );
  if (channel === 'push') return <div className={classes.phone}>{notice}</div>;
  return (
    <div className={classes.browser}>
      <div className={classes.bar}>{channel === 'web_push' ? t('preview.browser') : t('preview.page')}</div>
      <div className={classes.inside}>{notice}</div>
    </div>
  );
}
