import { Button, Group, Modal, Radio, Stack, Text } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../../format';
import { FormError } from '../../../parts/FormError';
import { waitingOf } from '../run/figures';
import type { Journey, JourneyCounts } from '../shapes';
import { useDelete, useLaunch, useStop } from './useJourneyActions';

interface DialogProps { journey: Journey; isOpen: boolean; onClose: () => void }

/** Says that customers come in from now on, and asks what those who are inside do. */
export function LaunchDialog({ journey, inside, isOpen, onClose }: DialogProps & { inside: number }) {
  const { t } = useTranslation('journeys');
  const format = useFormats();
  const [choice, setChoice] = useState<'finish' | 'move'>('finish');
  const launch = useLaunch(journey.name, onClose);
  const asks = inside > 0 && journey.state !== null && journey.state.status !== 'stopped';
  return (
    <Modal opened={isOpen} onClose={onClose} title={t('launch.title', { title: journey.title })} centered closeButtonProps={{ 'aria-label': t('frame:close') }}>
      <Stack gap="md">
        <Text size="sm">{t('launch.text', { version: journey.version })}</Text>
        {asks && (
          <Radio.Group label={t('launch.inside', { count: inside, number: format.count(inside) })} value={choice} onChange={(value) => setChoice(value as 'finish' | 'move')}>
            <Stack gap={8} mt={8}>
              <Radio value="finish" label={t('launch.finish')} description={t('launch.finishText', { version: journey.state!.version })} />
              <Radio value="move" label={t('launch.move', { version: journey.version })} description={t('launch.moveText')} />
            </Stack>
          </Radio.Group>
        )}
        <FormError error={launch.error} />
        <Buttons onClose={onClose}><Button loading={launch.isPending} onClick={() => launch.mutate({ version: journey.version, inside: choice })}>{t('action.launch')}</Button></Buttons>
      </Stack>
    </Modal>
  );
}

/** Says in numbers what stopping ends. */
export function StopDialog({ journey, counts, isOpen, onClose }: DialogProps & { counts: JourneyCounts | undefined }) {
  const { t } = useTranslation('journeys');
  const format = useFormats();
  const stop = useStop(journey.name, onClose);
  const inside = counts?.inside ?? 0;
  const waiting = counts ? waitingOf(counts) : 0;
  return (
    <Modal opened={isOpen} onClose={onClose} title={t('stop.title', { title: journey.title })} centered closeButtonProps={{ 'aria-label': t('frame:close') }}>
      <Stack gap="md">
        <Text size="sm">{t('stop.inside', { count: inside, number: format.count(inside) })}</Text>
        <Text size="sm">{t('stop.waiting', { count: waiting, number: format.count(waiting) })}</Text>
        <Text size="sm" c="dimmed">{t('stop.text')}</Text>
        <FormError error={stop.error} />
        <Buttons onClose={onClose}><Button color="red" loading={stop.isPending} onClick={() => stop.mutate()}>{t('action.stop')}</Button></Buttons>
      </Stack>
    </Modal>
  );
}

export function DeleteDialog({ journey, isOpen, onClose }: DialogProps) {
  const { t } = useTranslation('journeys');
  const remove = useDelete(journey.name);
  return (
    <Modal opened={isOpen} onClose={onClose} title={t('delete.title', { title: journey.title })} centered closeButtonProps={{ 'aria-label': t('frame:close') }}>
      <Stack gap="md">
        <Text size="sm">{t('delete.text', { count: journey.version })}</Text>
        <FormError error={remove.error} />
        <Buttons onClose={onClose}><Button color="red" loading={remove.isPending} onClick={() => remove.mutate()}>{t('action.delete')}</Button></Buttons>
      </Stack>
    </Modal>
  );
}

function Buttons({ onClose, children }: { onClose: () => void; children: ReactNode }) {
  const { t } = useTranslation('journeys');
  return <Group justify="flex-end" gap="xs"><Button variant="default" onClick={onClose}>{t('action.cancel')}</Button>{children}</Group>;
}
