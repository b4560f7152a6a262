// For rte_ip.h, which includes it for nothing that a module can use.
#pragma once
