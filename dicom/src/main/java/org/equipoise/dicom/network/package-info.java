/**
 * Receives DICOM objects from the network: the DIMSE services C-ECHO and C-STORE (PS3.7) as SCP, on the upper layer of
 * PS3.8 ({@link org.equipoise.dicom.network.StorageScp}). Whoever connects is a stranger: everything that one sends is
 * bounded in bytes, number and time, and stops nobody else.
 */
@NullMarked
package org.equipoise.dicom.network;

import org.jspecify.annotations.NullMarked;
