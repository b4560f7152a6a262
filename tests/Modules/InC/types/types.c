// Writes every value of its configuration into the packet, as text.
struct writer {
	const struct types_config *config;
};

static uint8_t *put(uint8_t *to, uint64_t number)
{
	static const char digits[] = "0123456789abcdef";
	int shift = 60;
	while (shift > 0 && !(number >> shift))
		shift -= 4;
	for (; shift >= 0; shift -= 4)
		*to++ = (uint8_t)digits[number >> shift & 15];
	*to++ = ' ';
	return to;
}

static uint8_t *put_text(uint8_t *to, const struct types_config *config, struct fp_list text)
{
	memcpy(to, fp_text(config, text), text.count);
	to[text.count] = '|';
	return put(to + text.count + 1, strlen(fp_text(config, text)));
}

static uint8_t *put_prefix(uint8_t *to, const struct fp_prefix *prefix)
{
	return put(put(put(put(to, prefix->high), prefix->low), prefix->length), prefix->is_ip6);
}

void *init(struct fp_heap *heap, const struct types_config *config)
{
	struct writer *writer = fp_alloc(heap, 1, sizeof(*writer));
	writer->config = config;
	return writer;
}

void process(struct fp_burst *burst)
{
	const struct types_config *config = ((struct writer *)burst->state)->config;
	uint8_t *to = fp_packet(burst, 0);
	to = put(put(put(put(to, config->a_bool), config->a_u16), config->a_u64), config->a_u8);
	to = put_text(to, config, config->a_string);
	to = put(to, config->an_enum == TYPES_AN_ENUM_MAX);
	for (int i = 0; i < 6; i++)
		to = put(to, config->a_mac.bytes[i]);
	to = put_prefix(to, &config->a_prefix);
	to = put(put(put(to, config->a_range.first), config->a_range.last), config->default_);
	const uint16_t *numbers = fp_items(config, config->numbers);
	for (uint32_t i = 0; i < config->numbers.count; i++)
		to = put(to, numbers[i]);
	to = put(to, config->nothing.count);
	const struct fp_list *words = fp_items(config, config->words);
	for (uint32_t i = 0; i < config->words.count; i++)
		to = put_text(to, config, words[i]);
	const struct types_rules_item *rules = fp_items(config, config->rules);
	for (uint32_t i = 0; i < config->rules.count; i++) {
		to = put(to, rules[i].action == TYPES_RULES_ACTION_DENY);
		const struct fp_prefix *sources = fp_items(config, rules[i].src);
		for (uint32_t j = 0; j < rules[i].src.count; j++)
			to = put_prefix(to, &sources[j]);
	}
	*to = 0;
	burst->verdicts[0] = TYPES_FIRST;
}
