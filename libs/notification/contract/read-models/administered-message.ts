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

@Description('What a provider answered to an attempt. One of which nothing is known was cut off by a crash')
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

  @Description('The provider’s status and code, or what broke the exchange; null where it was accepted')
  @IsOptional()
  @IsString()
  answer!: string | null;

  @Description('The provider’s own id of the message, where it was accepted')
  @IsOptional()
  @IsString()
  providerMessageId!: string | null;
}

@Description('A message for those who look after messages. Neither its text nor the address is kept with it')
export class AdministeredMessage extends MessageRecord {
  @Description('The user it belongs to; null if none')
  @IsOptional()
  @IsUUID()
  userId!: string | null;

  @Description('The address or phone that it is for; null once the code or notice that it carries is gone')
  @IsOptional()
  @IsString()
  recipient!: string | null;

  @Description('Somebody waits for it and does not get it, and nobody has settled that yet')
  @IsBoolean()
  deadLetter!: boolean;

  @Description('How often it was retried after it had failed')
  @IsInt()
  retries!: number;

  @Description('When somebody settled that it is not to be sent')
  @IsOptional()
  @IsRFC3339()
  droppedAt!: string | null;

  @Description('What its provider answered, the first attempt first: of very many refusals the latest 50')
  @IsArray()
  @ValidateNested({ each: true, context: { of: MessageAnswer } })
  answers!: MessageAnswer[];
}

@Description('Messages, the newest first')
export class MessagePage {
  @IsArray()
  @ValidateNested({ each: true, context: { of: AdministeredMessage } })
  messages!: AdministeredMessage[];

  @Description('For `after`; null on the last page. A page may be short, or empty, and others follow all the same')
  @IsOptional()
  @IsString()
  nextAfter!: string | null;
}
