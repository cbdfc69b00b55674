import { Drawer, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { PanelSlot } from './Panel';

interface SidePanelProps {
  isOpen: boolean;
  onClose: () => void;
  title: ReactNode;
  size?: number | string;
  children: ReactNode;
}

/** Details beside the page, without leaving it. Escape closes it and focus goes back where it was. */
export function SidePanel({ isOpen, onClose, title, size = 420, children }: SidePanelProps) {
  const { t } = useTranslation();
  return (
    <Drawer
      opened={isOpen}
      onClose={onClose}
      position="right"
      size={size}
      padding="lg"
      title={<Title order={2} component="span">{title}</Title>}
      closeButtonProps={{ 'aria-label': t('close') }}
      overlayProps={{ backgroundOpacity: 0.18 }}
      transitionProps={{ duration: 140 }}
    >
      <PanelSlot value={null}>{children}</PanelSlot>
    </Drawer>
  );
}
