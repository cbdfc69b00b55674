import { Select, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { PageLink } from '../../address/PageLink';
import { useReport } from '../../api/report';

interface MessagePickerProps {
  label: string;
  value: string | undefined;
  onChange: (name: string) => void;
  /** Messages of the channel webhook, or all others. */
  isWebhook?: boolean;
}

/** A message among those that were written, by channel. One that was named but not written yet stays chosen. */
export function MessagePicker({ label, value, onChange, isWebhook = false }: MessagePickerProps) {
  const { t } = useTranslation('fields');
  const messages = useReport('/api/messages', {}, { isLive: false });
  const own = (messages.data ?? []).filter((message) => (message.channel === 'webhook') === isWebhook);
  const channels = [...new Set(own.map((message) => message.channel))].sort();
  const isUnknown = Boolean(value) && messages.data !== undefined && !own.some((message) => message.name === value);
  const groups = channels.map((channel) => ({
    group: t(`channel.${channel}`, { defaultValue: channel }),
    items: own.filter((message) => message.channel === channel).map((message) => ({ value: message.name, label: message.title })),
  }));
  const data = isUnknown && value ? [{ group: t('message.unwritten'), items: [{ value, label: value }] }, ...groups] : groups;
  return (
    <div>
      <Select
        label={label} data={data} value={value || null} searchable required
        placeholder={messages.isPending ? undefined : t('message.choose')} nothingFoundMessage={t('message.none')}
        onChange={(name) => name && onChange(name)} allowDeselect={false}
      />
      <Text size="xs" mt={4} c="dimmed">
        {value && !isUnknown
          ? <PageLink to={`/messages/${encodeURIComponent(value)}`}>{t('message.open')}</PageLink>
          : <PageLink to="/messages">{t('message.write')}</PageLink>}
      </Text>
    </div>
  );
}
