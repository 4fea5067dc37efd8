import { CloseButton, Drawer, Group, Modal } from '@mantine/core';
import type { ReactNode } from 'react';

interface DialogProps {
  readonly isOpen: boolean;
  readonly title: string;
  readonly onClose: () => void;
  /** Beside the page instead of in front of its middle: for what is looked at, not decided. */
  readonly isAside?: boolean;
  readonly children: ReactNode;
}

/** A dialog with its title. Mantine's own header would be one more banner of the page. */
export function Dialog({ isOpen, title, onClose, isAside = false, children }: DialogProps) {
  const close = <CloseButton aria-label="Close" onClick={onClose} />;
  if (isAside)
    return (
      <Drawer.Root opened={isOpen} onClose={onClose} position="right" size="lg">
        <Drawer.Overlay />
        <Drawer.Content>
          <Drawer.Body pt="md">
            <Group justify="space-between" mb="md" wrap="nowrap">
              <Drawer.Title fw={650}>{title}</Drawer.Title>
              {close}
            </Group>
            {children}
          </Drawer.Body>
        </Drawer.Content>
      </Drawer.Root>
    );
  return (
    <Modal.Root opened={isOpen} onClose={onClose} centered>
      <Modal.Overlay />
      <Modal.Content radius="lg">
        <Modal.Body pt="md">
          <Group justify="space-between" mb="md" wrap="nowrap">
            <Modal.Title fw={650}>{title}</Modal.Title>
            {close}
          </Group>
          {children}
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
