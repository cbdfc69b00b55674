import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { FormError } from '../FormError';

interface DeleteDialogProps {
  isOpen: boolean;
  onClose: () => void;
  title: string;
  /** What will happen, in numbers where there are some. */
  text: ReactNode;
  confirm: string;
  mutation: { error: unknown; isPending: boolean; mutate: () => void; reset: () => void };
  isBlocked?: boolean;
}

/** Asks before something is gone; a refusal is shown where it was asked. */
export function DeleteDialog({ isOpen, onClose, title, text, confirm, mutation, isBlocked }: DeleteDialogProps) {
  const { t } = useTranslation('documents');
  const close = () => {
    mutation.reset();
    onClose();
  };
  return (
    <Modal opened={isOpen} onClose={close} title={title} centered closeButtonProps={{ 'aria-label': t('frame:close') }}>
      <Stack gap="md">
        <Text size="sm" component="div">{text}</Text>
        <FormError error={mutation.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close} data-autofocus>{t('cancel')}</Button>
          {!isBlocked && <Button color="red" loading={mutation.isPending} onClick={() => mutation.mutate()}>{confirm}</Button>}
        </Group>
      </Stack>
    </Modal>
  );
}
