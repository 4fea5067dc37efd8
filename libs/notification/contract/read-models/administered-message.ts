import { Description } from '@gatehouse/kernel';
import {
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsRFC3339,
  IsString,
  IsUUID,
  ValidateNested,
} from 'class-validator';
import { MessageRecord } from './message-record.js';

@Description('A provider’s answer to an attempt. Unknown if the attempt was interrupted by a crash')
export class MessageAnswer {
  @Description('1 for the first')
  @IsInt()
  attempt!: number;

  @IsRFC3339()
  at!: string;

  @IsString()
  provider!: string;

  @IsIn(['accepted', 'refused'])
  outcome!: 'accepted' | 'refused';

  @Description('The provider’s status and code, or the network error; null if it was accepted')
  @IsOptional()
  @IsString()
  answer!: string | null;

  @Description('The provider’s id of the message, if it was accepted')
  @IsOptional()
  @IsString()
  providerMessageId!: string | null;
}

@Description('A message as administrators see it. Neither its text nor the address is stored with it')
export class AdministeredMessage extends MessageRecord {
  @Description('The user the message is for; null if none')
  @IsOptional()
  @IsUUID()
  userId!: string | null;

  @Description('The recipient’s address or phone; null once its code or notice has been deleted')
  @IsOptional()
  @IsString()
  recipient!: string | null;

  @Description('Whether it failed although someone is waiting for it, and nobody has retried or dropped it yet')
  @IsBoolean()
  deadLetter!: boolean;

  @Description('How often it was retried after failing')
  @IsInt()
  retries!: number;

  @Description('When someone dropped it')
  @IsOptional()
  @IsRFC3339()
  droppedAt!: string | null;

  @Description('The provider’s answers, oldest first; at most the latest 50')
  @IsArray()
  @ValidateNested({ each: true, context: { of: MessageAnswer } })
  answers!: MessageAnswer[];
}

@Description('Messages, newest first')
export class MessagePage {
  @IsArray()
  @ValidateNested({ each: true, context: { of: AdministeredMessage } })
  messages!: AdministeredMessage[];

  @Description('For `after`; null on the last page. A page may be short or empty even if others follow')
  @IsOptional()
  @IsString()
  nextAfter!: string | null;
}
