# Made by terraform/state, which is applied once, before this root.
terraform {
  backend "s3" {
    bucket              = "ml-inference-prod-cluster-tfstate-111122223333"
    key                 = "ml-inference-prod-cluster/terraform.tfstate"
    region              = "ap-southeast-2"
    allowed_account_ids = ["111122223333"]
    kms_key_id          = "arn:aws:kms:ap-southeast-2:111122223333:alias/ml-inference-prod-cluster-tfstate-111122223333"
    encrypt             = true
    use_lockfile        = true
  }
}
