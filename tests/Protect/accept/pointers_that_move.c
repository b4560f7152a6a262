struct node {
	struct node *left, *right;
	uint32_t key;
};

static struct node nodes[256];
static uint32_t used;

static struct node *insert(struct node *at, uint32_t key)
{
	if (!at) {
		at = &nodes[used++ & 255];
		*at = (struct node){.key = key};
		return at;
	}
	if (key < at->key)
		at->left = insert(at->left, key);
	else
		at->right = insert(at->right, key);
	return at;
}

static void sort(int32_t *from, int32_t *to)
{
	if (to - from < 2)
		return;
	int32_t middle = from[(to - from) / 2], *low = from, *high = to - 1;
	while (low <= high) {
		while (*low < middle)
			low++;
		while (*high > middle)
			high--;
		if (low <= high) {
			int32_t swapped = *low;
			*low++ = *high;
			*high-- = swapped;
		}
	}
	sort(from, high + 1);
	sort(low, to);
}

void process(struct fp_burst *burst)
{
	int32_t values[FP_BURST_PACKETS_MAX];
	struct node *root = NULL;
	used = 0;
	for (uint32_t i = 0; i < burst->count; i++) {
		memcpy(&values[i], fp_packet(burst, i) + 20, 4);
		root = insert(root, (uint32_t)values[i]);
	}
	sort(values, values + burst->count);
	uint32_t sum = 0;
	for (struct node *at = root; at; at = at->key & 1 ? at->left : at->right)
		sum = sum * 31 + at->key;
	for (uint32_t i = 0; i < burst->count; i++)
		sum = sum * 31 + (uint32_t)values[i];
	memcpy(fp_packet(burst, 0), &sum, sizeof(sum));
}
