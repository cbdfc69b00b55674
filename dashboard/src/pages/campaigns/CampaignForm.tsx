import { Checkbox, Group, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { MessagePicker } from '../../parts/fields/MessagePicker';
import { ScheduleFields } from '../../parts/fields/ScheduleFields';
import { AudienceField } from './AudienceField';
import { changeKind, kindOf, scheduleOf, whenOf, type CampaignDraft, type WhenKind } from './document';

const DAY_MS = 86_400_000;

/** Message, audience, and when. */
export function CampaignForm({ draft, onChange }: { draft: CampaignDraft; onChange: (draft: CampaignDraft) => void }) {
  const { t } = useTranslation('campaigns');
  const { when } = draft;
  const kind = kindOf(when);
  const change = (changed: Partial<CampaignDraft>) => onChange({ ...draft, ...changed });
  const tomorrow = () => new Date(Date.now() + DAY_MS).toISOString().slice(0, 10);
  return (
    <Stack gap="md">
      <TextInput label={t('form.title')} value={draft.title} required maxLength={200} onChange={(event) => change({ title: event.currentTarget.value })} />
      <MessagePicker label={t('form.message')} value={draft.message} onChange={(message) => change({ message })} />
      <AudienceField value={draft.audience} onChange={(audience) => change({ audience })} />
      <Stack gap="xs">
        <Text size="sm" fw={500} id="campaign-when">{t('form.when')}</Text>
        <SegmentedControl
          aria-labelledby="campaign-when" value={kind} fullWidth
          data={(['now', 'at', 'every'] as const).map((each) => ({ value: each, label: t(`form.kind.${each}`) }))}
          onChange={(next) => change({ when: changeKind(when, next as WhenKind, tomorrow()) })}
        />
        {kind === 'at' && (
          <TextInput
            type="datetime-local" label={t('form.at')} required value={(when.at ?? '').replace(' ', 'T')}
            onChange={(event) => change({ when: { ...when, at: event.currentTarget.value.replace('T', ' ') } })}
          />
        )}
        {kind === 'every' && <ScheduleFields value={scheduleOf(when)} onChange={(schedule) => change({ when: whenOf(schedule, when.local) })} />}
        {kind !== 'now' && (
          <Group>
            <Checkbox
              label={t('form.local')} description={t('form.localText')} checked={when.local ?? false}
              onChange={(event) => { const { local: _, ...rest } = when; change({ when: event.currentTarget.checked ? { ...rest, local: true } : rest }); }}
            />
          </Group>
        )}
        {kind === 'now' && <Text size="xs" c="dimmed">{t('form.nowText')}</Text>}
      </Stack>
    </Stack>
  );
}
