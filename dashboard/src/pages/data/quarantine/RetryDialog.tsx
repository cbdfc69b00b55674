import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../../format';
import { FormError } from '../../../parts/FormError';
import { useRetry } from './useRetry';

interface RetryDialogProps {
  /** Null: closed. */
  reason: string | null;
  count: number;
  onClose: () => void;
}

/** Sends all records of a reason through the door again, once it was said what that means. */
export function RetryDialog({ reason, count, onClose }: RetryDialogProps) {
  const { t } = useTranslation('data');
  const format = useFormats();
  const retry = useRetry((retried) => {
    notifications.show({ message: t('quarantine.retried', { count: retried, formatted: format.count(retried) }) });
    onClose();
  });
  return (
    <Modal
      opened={reason !== null} onClose={onClose} centered title={t('quarantine.retryConfirmTitle')}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <Stack gap="sm">
        <Text size="sm">{t('quarantine.retryConfirmText', { count, formatted: format.count(count) })}</Text>
        <FormError error={retry.error} />
        <Group justify="flex-end" gap="xs" mt="xs">
          <Button variant="default" onClick={onClose}>{t('cancel')}</Button>
          <Button loading={retry.isPending} onClick={() => reason && retry.mutate({ reason })}>{t('quarantine.retryConfirm')}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
