// Does to the descriptor what the packet's first byte says.
void process(struct fp_burst *burst)
{
	for (uint32_t i = 0; i < burst->count; i++) {
		struct fp_packet *packet = &burst->packets[i];
		switch (*fp_packet(burst, i)) {
		case 1:
			packet->offset += 4;
			packet->length -= 4;
			break;
		case 2:
			packet->offset -= 4;
			packet->length += 4;
			memset(fp_packet(burst, i), 0x77, 4);
			break;
		case 3:
			packet->length -= 4;
			break;
		case 4:
			packet->length += 4;
			memset(fp_packet(burst, i) + packet->length - 4, 0x88, 4);
			break;
		case 5:
			packet->offset = UINT32_MAX;
			break;
		case 6:
			packet->length = UINT32_MAX;
			break;
		case 7:
			packet->length = 13;
			break;
		case 8:
			packet->offset += 1u << 16;
			break;
		case 9:
			packet->length = 1u << 16 | 14;
			break;
		case 10:
			packet->offset -= 4096;
			break;
		case 11:
			packet->length = 0;
			break;
		case 12:
			packet->length = 14;
			break;
		}
	}
}
