import { IconBell, IconBrandWhatsapp, IconBrowser, IconDeviceMobileMessage, IconInbox, IconMail, IconMessage2, IconPlug, IconWebhook } from '@tabler/icons-react';
import type { ComponentType } from 'react';
import classes from './Channels.module.css';

const ICONS: Record<string, ComponentType<{ size?: number; stroke?: number }>> = {
  email: IconMail, sms: IconDeviceMobileMessage, push: IconBell, web_push: IconBrowser, whatsapp: IconBrandWhatsapp,
  messenger: IconMessage2, in_app: IconInbox, webhook: IconWebhook,
};

export function KindIcon({ channel }: { channel: string }) {
  const Icon = ICONS[channel] ?? IconPlug;
  return <span className={classes.icon} aria-hidden><Icon size={18} stroke={1.7} /></span>;
}
