import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../format';
import classes from './Messages.module.css';
import { useTextParts } from './useMessage';

/** A text message with what it costs, a chat message, or what another system is told. */
export function TextPreview({ channel, content }: { channel: string; content: Record<string, unknown> }) {
  const { t } = useTranslation('messages');
  const text = typeof content.text === 'string' ? content.text : '';
  if (channel === 'webhook') return <pre className={classes.plain} tabIndex={0}>{JSON.stringify(content, null, 2)}</pre>;
  return (
    <>
      <div className={classes.phone}>
        <div className={classes.bubble}>
          {typeof content.title === 'string' && content.title && <b>{content.title}{'\n'}</b>}
          {text || <span className={classes.quiet}>{t('preview.empty')}</span>}
        </div>
      </div>
      {channel === 'sms' && <Parts text={text} />}
    </>
  );
}

function Parts({ text }: { text: string }) {
  const { t } = useTranslation('messages');
  const format = useFormats();
  const parts = useTextParts(text, true).data;
  if (!parts || !text) return null;
  return (
    <div aria-live="polite">
      <Text size="sm" fw={600} mt="sm" ta="center">{t('parts.count', { count: parts.parts, formatted: format.count(parts.parts), units: format.count(parts.units) })}</Text>
      {parts.encoding === 'ucs2' && <Text size="xs" c="dimmed" ta="center">{t('parts.ucs2', { letters: parts.outside.join(' ') })}</Text>}
    </div>
  );
}
